import { createInterface } from "node:readline/promises";
import type { Screen } from "../screen.ts";

/** Asks on the terminal; only the very word is a yes. Off a terminal nobody can be asked, and that is a no. */
export async function confirm(screen: Screen, question: string, word: string, signal: AbortSignal): Promise<boolean> {
  if (!screen.interactive) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return (await terminal.question(`${question}\n\n  Enter a value: `, { signal })).trim() === word;
  } catch {
    return false;
  } finally {
    terminal.close();
  }
}
