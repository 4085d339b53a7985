/**
 * `npm run bench:apply`: what `quorate apply` adds to the Terraform runs that it consists of, and how long the endpoint's
 * IP is without a holder. On a local cloud whose calls take 150 ms.
 */
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseDocument } from "yaml";
import { ensureGoogleProvider } from "../scripts/ensure-google-provider.ts";
import type { JournalEntry } from "../src/local-cloud/journal.ts";
import { startLocalCloud } from "../src/local-cloud/local-cloud.ts";
import { findTerraform } from "../src/terraform/binary.ts";
import { wallMs } from "./measure.ts";
import { table } from "./table.ts";

const latencyMs = 150;
const root = join(import.meta.dirname, "..");
const files = ["one-replica.yaml", "three-replicas.yaml", "one-replica.yaml"];
const changes = ["create one replica", "one to three", "three to one"];

const directory = await mkdtemp(join(tmpdir(), "quorate-bench-"));
const provider = await ensureGoogleProvider({ log: (line) => console.error(line) });
const terraform = await timedTerraform((await findTerraform()).path);
const rows: string[][] = [];
try {
  for (const mode of ["whenReplicated", "always"]) await live(mode);
} finally {
  await rm(directory, { recursive: true, force: true });
}
console.log(table(["Change", "s in all", "s in Terraform", "of them not, %", "IP without holder, ms"], rows));

/** A cluster's life in one of the balancer's modes, measured change by change. */
async function live(mode: string): Promise<void> {
  const cloud = await startLocalCloud({ latencyMs });
  const file = join(directory, "cluster.yaml");
  const env = {
    ...cloud.environment(),
    ...(provider.source === "build" ? { TF_CLI_CONFIG_FILE: provider.cliConfigFile } : {}),
    QUORATE_TERRAFORM: terraform.path,
    CHECKPOINT_DISABLE: "1",
  };
  try {
    for (const [at, name] of files.entries()) {
      const document = parseDocument(await readFile(join(root, "examples", "demo", name), "utf8"));
      document.setIn(["spec", "endpoint", "loadBalancer"], mode);
      await writeFile(file, document.toString());
      await rm(terraform.log, { force: true });
      const mark = cloud.journal().length;
      const args = [join(root, "src", "cli.ts"), "apply", "cluster.yaml", "--yes"];
      const all = await wallMs({ program: process.execPath, args, cwd: directory, env });
      const inside = await terraform.spentMs();
      const overhead = ((all - inside) / inside) * 100;
      const numbers = [(all / 1000).toFixed(1), (inside / 1000).toFixed(1), overhead.toFixed(1)];
      rows.push([`${changes[at]}, ${mode}`, ...numbers, String(withoutHolderMs(cloud.journal().slice(mark)))]);
    }
  } finally {
    await cloud.stop();
    await rm(join(directory, ".quorate"), { recursive: true, force: true });
  }
}

/** How long the journal shows the endpoint's IP without a holder, once it has had one. */
function withoutHolderMs(journal: readonly JournalEntry[]): number {
  let held = false;
  let since: number | undefined;
  let total = 0;
  for (const { at, facts } of journal) {
    const holder = facts.addresses.find(({ name }) => name.endsWith("-endpoint"))?.holder.on ?? "none";
    if (holder !== "none") {
      if (since !== undefined) total += at - since;
      [held, since] = [true, undefined];
    } else if (held) since ??= at;
  }
  return total;
}

/** Terraform that writes down when it began and ended. */
async function timedTerraform(real: string) {
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
  const spentMs = async () => {
    const spans = (await readFile(log, "utf8"))
      .trim()
      .split("\n")
      .map((line) => line.split(" ").map(Number));
    return spans.reduce((total, [begun = 0, ended = 0]) => total + (ended - begun) / 1e6, 0);
  };
  return { path, log, spentMs };
}
