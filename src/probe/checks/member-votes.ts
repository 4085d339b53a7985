import { dissent, type View, votes } from "../view.ts";

/** The subject's member votes, as it says itself and the members agree. */
export function memberVotes(subject: string, view: View): string | undefined {
  const report = view.snapshot.get(subject);
  if (report === undefined) return `${subject} not reporting yet`;
  if (report.role === "learner") return `${subject} is catching up as a learner`;
  if (!votes(report)) return `${subject} has not joined etcd yet`;
  return dissent(view, (other) => other.voters.includes(subject));
}
