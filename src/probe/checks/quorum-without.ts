import { quorum } from "../../cluster/quorum.ts";
import { tooFewWithout, type View } from "../view.ts";

/** The healthy voters other than the subject are a quorum of the voters that stay. */
export function quorumWithout(subject: string, view: View): string | undefined {
  return tooFewWithout(subject, view, quorum(view.members.length - 1));
}
