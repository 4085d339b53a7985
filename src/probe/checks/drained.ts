import type { View } from "../view.ts";

/** A replica that says nothing cannot say that it is drained; the load balancer lets go of it after 60 seconds. */
const drainingMs = 60_000;

/** The load balancer's traffic has left the subject. */
export function drained(subject: string, { snapshot, waitedMs }: View): string | undefined {
  const report = snapshot.get(subject);
  if (report === undefined) {
    // Without its etcd its API server answers nobody: there is no traffic to wait for.
    const gone = [...snapshot.values()].some((other) => other.unreachable.includes(subject));
    return gone || waitedMs >= drainingMs ? undefined : `${subject} not reporting`;
  }
  return report.drained ? undefined : `connections to ${subject} are draining`;
}
