import { chmod, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { findTerraform } from "../src/terraform/binary.ts";

/**
 * Terraform that writes down when each of its runs began and ended. QUORATE_TERRAFORM is to name its `path`. A signal ends
 * the script and not Terraform: it is not for runs that are interrupted.
 */
export class TimedTerraform {
  readonly path: string;
  readonly #log: string;

  private constructor(path: string, log: string) {
    this.path = path;
    this.#log = log;
  }

  /** Puts it into a folder. */
  static async in(directory: string): Promise<TimedTerraform> {
    const real = (await findTerraform()).path;
    const log = join(directory, "terraform.log");
    const path = join(directory, "timed-terraform");
    const script = `#!/bin/sh
begun=$(date +%s%N)
${JSON.stringify(real)} "$@"
code=$?
echo "$begun $(date +%s%N)" >> ${JSON.stringify(log)}
exit $code
`;
    await writeFile(path, script);
    await chmod(path, 0o755);
    await writeFile(log, "");
    return new TimedTerraform(path, log);
  }

  /** The milliseconds that its runs took which began and ended in that time; times are since the Unix epoch. */
  async spentMs(from: number, to: number): Promise<number> {
    const lines = (await readFile(this.#log, "utf8")).split("\n").filter((line) => line !== "");
    const runs = lines.map((line) => line.split(" ").map((nanoseconds) => Number(nanoseconds) / 1e6));
    return runs
      .filter(([begun = 0, ended = 0]) => begun >= from && ended <= to)
      .reduce((total, [begun = 0, ended = 0]) => total + ended - begun, 0);
  }
}
