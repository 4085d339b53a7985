/** What a gate asks of the live cluster. */
export const checks = [
  /** Every voter is healthy; no learner, no unknown member, no alarm; one leader. */
  "etcd-healthy",
  /** The healthy voters other than the subject are a quorum of the voters that stay. */
  "quorum-without",
  /** The healthy voters other than the subject are a quorum of all voters, so that it may stop for a while. */
  "quorum-while-down",
  /** etcd's leader is another than the subject. */
  "not-leader",
  /** The subject's member votes. */
  "member-votes",
  /** etcd has no member of the subject's name. */
  "member-absent",
  /** The subject's API server answers ready. */
  "api-ready",
  /** The load balancer's traffic has left the subject. */
  "drained",
] as const;

export type Check = (typeof checks)[number];

/** What must be true of the live cluster before a step starts, or before the next one may. */
export interface Gate {
  readonly when: "before" | "after";
  readonly check: Check;
  /** A replica's name, or the cluster's where the check is about all of it. */
  readonly subject: string;
}
