/** What the gates see of one replica. Unknown is not healthy. */
export type ReplicaHealth = "healthy" | "dead" | "unknown";

/** By replica name. null: nobody looked (an offline plan), and every replica is taken as healthy. */
export type Health = Readonly<Record<string, ReplicaHealth>> | null;
