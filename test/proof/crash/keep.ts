import { mkdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Ended } from "../../kit/run/run.ts";
import type { Workbench } from "../../kit/run/workbench.ts";

/** Leaves what happened where it can be looked at. Answers where that is. */
export async function keep(
  bench: Workbench,
  name: string,
  runs: readonly Ended[],
  problems: readonly string[],
): Promise<string> {
  const folder = join(tmpdir(), `quorate-crash-${name.replace(/\W+/g, "-")}`);
  await mkdir(folder, { recursive: true });
  const journal = bench.journal().map((entry) => JSON.stringify(entry));
  await writeFile(join(folder, "journal.jsonl"), `${journal.join("\n")}\n`);
  await writeFile(join(folder, "problems.txt"), `${problems.join("\n")}\n`);
  const said = runs.map(({ stdout, stderr, code }) => `${stdout}\n${stderr}\nended with ${code}\n`);
  await writeFile(join(folder, "runs.txt"), said.join("\n"));
  return folder;
}
