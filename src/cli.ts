#!/usr/bin/env node
import { describe } from "./cli/exit.ts";
import { program } from "./cli/program.ts";
import { terminalScreen } from "./cli/screen.ts";

const screen = terminalScreen();
try {
  await program(screen, (code) => {
    process.exitCode = code;
  }).parseAsync();
} catch (error) {
  screen.tell(describe(error));
  process.exitCode = 1;
}
