/**
 * What a replica's agent reports as the guest attribute `quorate/status`. A sequence that stands still means that
 * nobody is reporting any more: the replica's health is then unknown.
 */
export interface StatusReport {
  readonly name: string;
  /** etcd member ID, 16 hexadecimal digits; null before the replica has joined. */
  readonly memberId: string | null;
  readonly role: "leader" | "follower" | "learner" | "none";
  /** Names of the voting members, as this replica's etcd lists them. */
  readonly voters: readonly string[];
  readonly learners: readonly string[];
  /** etcd's alarms, such as `NOSPACE`. */
  readonly alarms: readonly string[];
  /** The load balancer's traffic has left, and it is not a backend any more. */
  readonly drained: boolean;
  /** The API server answers `/readyz`. */
  readonly apiReady: boolean;
  /** On the leader: names of the voters whose etcd does not answer it. Empty on all others. */
  readonly unreachable: readonly string[];
  /** Grows with every report. */
  readonly sequence: number;
}
