import { createInterface } from "node:readline/promises";

/** Somebody who answers questions. */
export interface Dialogue {
  /** A line of input, trimmed; undefined when there will be no more. */
  ask(question: string): Promise<string | undefined>;
  close(): void;
}

/** The person at this process's terminal. */
export function terminalDialogue(): Dialogue {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const ended = new Promise<undefined>((resolve) => terminal.once("close", () => resolve(undefined)));
  return {
    ask: async (question) => {
      const answer = terminal.question(question).catch(() => undefined);
      return (await Promise.race([answer, ended]))?.trim();
    },
    close: () => terminal.close(),
  };
}
