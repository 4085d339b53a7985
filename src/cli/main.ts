import { describe } from "../cluster/user-error.ts";
import { program } from "./program.ts";
import { terminalScreen } from "./screen.ts";

/** Runs the command line of this process to its exit code. */
export async function main(): Promise<void> {
  const screen = terminalScreen();
  try {
    await program(screen, (code) => {
      process.exitCode = code;
    }).parseAsync();
  } catch (error) {
    screen.tell(describe(error));
    process.exitCode = 1;
  }
}
