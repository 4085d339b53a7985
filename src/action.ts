import { setFailed } from "@actions/core";
import { outputEnding } from "./action/outputs.ts";
import { program } from "./action/program.ts";
import { describe } from "./cluster/user-error.ts";

// The runner sends SIGINT when a job is cancelled, and SIGTERM some seconds later.
const [stop, kill] = [new AbortController(), new AbortController()];
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => (stop.signal.aborted ? kill : stop).abort());
}
try {
  const ending = await program({ signal: stop.signal, kill: kill.signal });
  outputEnding(ending);
  process.exitCode = ending.failed ? 1 : 0;
} catch (error) {
  setFailed(describe(error).trimEnd());
}
