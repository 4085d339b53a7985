import type { View } from "../view.ts";

/** etcd's leader is another than the subject; without any the subject may be the next. */
export function notLeader(subject: string, { snapshot }: View): string | undefined {
  if (snapshot.get(subject)?.role === "leader") return `${subject} still leads etcd`;
  const leads = [...snapshot.values()].some(({ role }) => role === "leader");
  return leads ? undefined : "no leader";
}
