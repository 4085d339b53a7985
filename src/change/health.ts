/** What the gates see of one replica. Unknown is not healthy. */
export type ReplicaHealth = "healthy" | "dead" | "unknown";

/** By replica name. null: nobody looked (an offline plan), and every replica is taken as healthy. */
export type Health = Readonly<Record<string, ReplicaHealth>> | null;

/**
 * Whether a member may be counted on. A member without an instance may not. One that nobody could look at, because the
 * plan itself creates it, may: the gates prove it before the next step.
 */
export function isHealthy(health: Health, member: string, replicas: readonly { readonly name: string }[]): boolean {
  if (!replicas.some((replica) => replica.name === member)) return false;
  return (health?.[member] ?? "healthy") === "healthy";
}
