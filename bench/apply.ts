/**
 * `npm run bench:apply`: what `quorate apply` adds to the Terraform runs that it consists of, and how long the endpoint's
 * IP is without a holder. On a local cloud whose calls take 150 ms.
 */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseDocument } from "yaml";
import { ensureGoogleProvider } from "../scripts/ensure-google-provider.ts";
import type { JournalEntry } from "../src/local-cloud/journal.ts";
import { startLocalCloud } from "../src/local-cloud/local-cloud.ts";
import { wallMs } from "./measure.ts";
import { table } from "./table.ts";
import { TimedTerraform } from "./timed-terraform.ts";

const latencyMs = 150;
const root = join(import.meta.dirname, "..");
const files = ["one-replica.yaml", "three-replicas.yaml", "one-replica.yaml"];
const changes = ["create one replica", "one to three", "three to one"];

const directory = await mkdtemp(join(tmpdir(), "quorate-bench-"));
const build = [join(root, "scripts", "build.ts"), "--out", directory];
await wallMs({ program: process.execPath, args: build, cwd: root });
const provider = await ensureGoogleProvider({ log: (line) => console.error(line) });
const terraform = await TimedTerraform.in(directory);
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
    ...provider.environment,
    QUORATE_TERRAFORM: terraform.path,
    CHECKPOINT_DISABLE: "1",
  };
  try {
    for (const [at, name] of files.entries()) {
      const document = parseDocument(await readFile(join(root, "examples", "demo", name), "utf8"));
      document.setIn(["spec", "endpoint", "loadBalancer"], mode);
      await writeFile(file, document.toString());
      const mark = cloud.journal().length;
      const args = [join(directory, "cli.js"), "apply", "cluster.yaml", "--yes"];
      const from = Date.now();
      const all = await wallMs({ program: process.execPath, args, cwd: directory, env });
      const inside = await terraform.spentMs(from, Date.now());
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
