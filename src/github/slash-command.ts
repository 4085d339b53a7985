/** What somebody asks for in a comment. */
export type SlashCommand =
  | { readonly kind: "plan" | "apply" | "help" }
  | { readonly kind: "unknown"; readonly word: string };

/**
 * The command in a comment: `/quorate plan`, on a line of its own at the start of the comment, which may go on with an
 * explanation below. Quoted and indented lines are no commands. undefined where none is given.
 */
export function slashCommand(body: string): SlashCommand | undefined {
  const [line = ""] = body.split(/\r?\n/, 1);
  const match = /^\/quorate(?:[ \t]+(\S*))?[ \t]*$/.exec(line);
  if (match === null) return undefined;
  const word = (match[1] ?? "help") || "help";
  return word === "plan" || word === "apply" || word === "help" ? { kind: word } : { kind: "unknown", word };
}
