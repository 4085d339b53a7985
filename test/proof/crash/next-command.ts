import type { JournalEntry } from "../../../src/local-cloud/journal.ts";
import { type Change, commandOf } from "./change.ts";
import { isDone } from "./judge-end.ts";

/**
 * The command that makes or finishes a change. A replacement leaves its mark with its first step. From then on a plain
 * apply goes on, and so does asking for it again as long as there is no newcomer that could be replaced once more.
 */
export function nextCommand(change: Change, since: readonly JournalEntry[]): readonly string[] {
  if (change.command !== "replace") return commandOf(change);
  const calls = since.flatMap((entry) => (entry.kind === "call" && isDone(entry) ? [entry] : []));
  const marked = calls.some(({ path }) => path.includes(`/instances/${change.subject}/setMetadata`));
  const anew = calls.some(({ method, path }) => method === "POST" && /\/instances\?/.test(path));
  const plain = marked && (anew || calls.length % 2 === 0);
  return commandOf(plain ? { command: "apply" } : change);
}
