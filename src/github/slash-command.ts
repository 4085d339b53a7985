import { type Revision, readRevision } from "./revision.ts";

/** What somebody asks for in a comment. */
export type SlashCommand =
  /** `of` is what they have looked at. */
  | { readonly kind: "plan" | "apply"; readonly of: Revision | undefined }
  | { readonly kind: "help" }
  /** What nobody can follow: the words after `/quorate`. */
  | { readonly kind: "unknown"; readonly words: string };

/**
 * The command in a comment: `/quorate plan`, on a line of its own at the start of the comment, which may go on with an
 * explanation below. Quoted and indented lines are no commands. undefined where none is given.
 */
export function slashCommand(body: string): SlashCommand | undefined {
  const [line = ""] = body.split(/\r?\n/, 1);
  // No pattern over the whole line: anybody may write one of 65,536 characters.
  const [name, word = "help", argument, ...more] = line.trimEnd().split(/[ \t]+/);
  if (name !== "/quorate") return undefined;
  const of = argument === undefined ? undefined : readRevision(argument);
  const isClear = more.length === 0 && (argument === undefined) === (of === undefined);
  if (isClear && word === "help" && of === undefined) return { kind: word };
  if (isClear && word === "plan" && of?.kind !== "digest") return { kind: word, of };
  if (isClear && word === "apply") return { kind: word, of };
  return { kind: "unknown", words: line.slice(name.length).trim() };
}
