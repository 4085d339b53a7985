import { dissent, type View } from "../view.ts";

/** etcd has no member of the subject's name, as the other members agree. */
export function memberAbsent(subject: string, view: View): string | undefined {
  const others = { ...view, members: view.members.filter((name) => name !== subject) };
  return dissent(others, ({ voters, learners }) => !voters.includes(subject) && !learners.includes(subject));
}
