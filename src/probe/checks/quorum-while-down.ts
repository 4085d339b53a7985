import { quorum } from "../../cluster/quorum.ts";
import { tooFewWithout, type View } from "../view.ts";

/** The healthy voters other than the subject are a quorum of all voters. */
export function quorumWhileDown(subject: string, view: View): string | undefined {
  return tooFewWithout(subject, view, quorum(view.members.length));
}
