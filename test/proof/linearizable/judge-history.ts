import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { buildOnce } from "../../../scripts/go/build-once.ts";
import { goBuild } from "../../../scripts/go/go-build.ts";
import { findGo, requiredGoVersion } from "../../../scripts/go/go-toolchain.ts";
import type { Request } from "../../../src/rehearse/request.ts";

const what = "the judge of histories";
const log = (line: string) => void process.stderr.write(`${line}\n`);

/** The registers whose history porcupine does not find linearizable, with its answer for each. */
export async function judgeHistory(history: readonly Request[]): Promise<readonly string[]> {
  const running = promisify(execFile)(await program());
  running.child.stdin?.end(history.map((request) => `${JSON.stringify(request)}\n`).join(""));
  return (await running).stdout.split("\n").filter((line) => line !== "");
}

/** The program of this folder, built once into the user's cache. */
async function program(): Promise<string> {
  const [goMod = "", ...rest] = await Promise.all(
    ["go.mod", "go.sum", "main.go"].map((file) => readFile(join(import.meta.dirname, file), "utf8")),
  );
  const go = await findGo(requiredGoVersion(goMod), what);
  const home = await buildOnce({
    what,
    kind: "linearizable",
    inputs: [goMod, rest, go],
    log,
    build: (draft) =>
      goBuild({
        what,
        moduleDirectory: import.meta.dirname,
        packages: ["."],
        output: join(draft, "linearizable"),
        flags: ["-trimpath"],
        log,
      }),
  });
  return join(home, "linearizable");
}
