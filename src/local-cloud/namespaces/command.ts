import { execFile } from "node:child_process";
import { promisify } from "node:util";

const execute = promisify(execFile);
const patienceMs = 30_000;

/** A program of this machine that failed, with what it said. */
export class CommandError extends Error {
  constructor(words: readonly string[], why: string) {
    super(`${words.join(" ")}: ${why}`);
    this.name = "CommandError";
  }
}

/** Runs a program to its end and answers its standard output. Throws CommandError. */
export async function command(words: readonly string[], input = ""): Promise<string> {
  const [program = "", ...args] = words;
  try {
    const running = execute(program, args, { timeout: patienceMs, maxBuffer: 16 * 1024 * 1024 });
    running.child.stdin?.on("error", () => {}).end(input);
    return (await running).stdout;
  } catch (error) {
    const said = String(Object(error)["stderr"] ?? "").trim();
    throw new CommandError(words, said || String(Object(error)["message"] ?? error));
  }
}

/** Runs `ip` several times in one go, in a namespace where one is given; each line is one call's arguments. */
export async function ip(namespace: string | null, lines: readonly string[]): Promise<void> {
  if (lines.length === 0) return;
  await command(["ip", ...(namespace === null ? [] : ["-n", namespace]), "-batch", "-"], `${lines.join("\n")}\n`);
}

/** The words that run a program inside a network namespace. */
export function inNamespace(namespace: string, words: readonly string[]): readonly string[] {
  return ["nsenter", `--net=/run/netns/${namespace}`, "--", ...words];
}
