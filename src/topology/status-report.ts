import * as z from "zod";

/** The guest attribute under which a replica reports. */
export const statusAttribute = "quorate/status";

/** Whatever writes a report, a name in it may stand in any log or comment. */
const name = z.string().regex(/^[\w.-]{1,63}$/);
/** More than any cluster has members. */
const names = z.array(name).max(16).readonly();

/**
 * What a replica's agent reports. A sequence that stands still means that nobody is reporting any more: the replica's
 * health is then unknown. What writes the report in Python is tested against this.
 */
export const statusReport = z.object({
  name,
  /** etcd member ID, 16 hexadecimal digits; null before the replica has joined. */
  memberId: name.nullable(),
  role: z.enum(["leader", "follower", "learner", "none"]),
  /** Names of the voting members, as this replica's etcd lists them; the ID of one that has never started. */
  voters: names,
  learners: names,
  /** etcd's alarms, such as `NOSPACE`. */
  alarms: names,
  /** The load balancer's traffic has left, and it is not a backend any more. */
  drained: z.boolean(),
  /** The API server answers `/readyz`. */
  apiReady: z.boolean(),
  /** On the leader: names of the voters whose etcd does not answer it. Empty on all others. */
  unreachable: names.default([]),
  /** Grows with every report. */
  sequence: z.number(),
});
export type StatusReport = Readonly<z.output<typeof statusReport>>;

/** Reads a replica's report; undefined for anything else, because any process on an instance may write there. */
export function parseStatus(text: string): StatusReport | undefined {
  try {
    return statusReport.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
