import { printable } from "./printable.ts";

/** An error that tells people what to do, as all that are thrown on purpose do. */
export interface Told extends Error {
  readonly remedy: string;
  readonly code?: string;
  readonly details?: readonly string[];
}

/** Whether an error was thrown on purpose, to be told to people. */
export function isTold(error: unknown): error is Told {
  return error instanceof Error && "remedy" in error && typeof error.remedy === "string";
}

/**
 * An error as text for people; a stack trace only for what nobody expected. What an instance or a program has said in it
 * is shown, never obeyed: no line has a control character.
 */
export function describe(error: unknown): string {
  return textOf(error).split("\n").map(printable).join("\n");
}

function textOf(error: unknown): string {
  if (!(error instanceof Error)) return `${String(error)}\n`;
  if (!isTold(error)) return `${error.stack ?? error.message}\n\nThis is a defect of Quorate; please report it.\n`;
  const code = error.code === undefined ? "" : ` [${error.code}]`;
  const details = (error.details ?? []).map((line) => `  ${line}\n`).join("");
  return `Error: ${error.message}${code}\n${details}${details ? "\n" : ""}${error.remedy.replace(/\.$/, "")}.\n`;
}
