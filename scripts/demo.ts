/**
 * `npm run demo`: a cluster's life on a local cloud, through the real command line, Terraform and google provider. One
 * replica, three, one again, under the same IP. Exit code 0 only if everything went as it should.
 */
import { chmod, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { type LocalCloud, startLocalCloud } from "../src/local-cloud/local-cloud.ts";
import { findTerraform } from "../src/terraform/binary.ts";
import { CommandLine } from "./demo/command-line.ts";
import { takeFolder } from "./demo/folder.ts";
import { journalFacts } from "./demo/journal-facts.ts";
import { Page } from "./demo/page.ts";
import { summarize } from "./demo/summary.ts";
import { DemoError, type Turn, type TurnResult, takeTurn } from "./demo/turn.ts";
import { ensureGoogleProvider, GOOGLE_PROVIDER_VERSION } from "./ensure-google-provider.ts";

const root = join(import.meta.dirname, "..");
const directory = join(root, ".quorate", "demo");
const shownDirectory = relative(root, directory);
const example = (name: string) => join(root, "examples", "demo", name);

const turns: readonly Turn[] = [
  { title: "Create with one replica", source: example("one-replica.yaml"), slug: "1-create" },
  { title: "Grow to three replicas", source: example("three-replicas.yaml"), slug: "2-grow" },
  { title: "Shrink to one replica", source: example("one-replica.yaml"), slug: "3-shrink" },
];

const page = new Page();
try {
  process.exitCode = (await play()) ? 0 : 1;
} catch (error) {
  page.line(`\n${page.paint.red("The demo has failed:")} ${describe(error)}`);
  process.exitCode = 1;
}

async function play(): Promise<boolean> {
  page.heading("Quorate: one replica, three, and back, under one IP");
  page.line(
    "Terraform and the google provider are real. Google Cloud is a local one in this process, and the\n" +
      "control planes on its instances are simulated. No account is needed, and Google is never called.\n",
  );
  const terraform = await findTerraform();
  page.line(`  ${terraform.product.padEnd(12)} ${terraform.version}, ${terraform.path}`);
  const provider = await ensureGoogleProvider({
    log: (line) => (page.terminal ? page.passing(`  ${line}`) : page.line(`  ${line}`)),
  });
  const origin = provider.source === "build" ? "built from its Go module" : "from Terraform's registry";
  page.line(`  ${"provider".padEnd(12)} hashicorp/google ${GOOGLE_PROVIDER_VERSION}, ${origin}`);

  const folder = await takeFolder(directory);
  try {
    await writeShortcut(provider.environment);
    return await playOn(folder.cloudDirectory, provider.environment);
  } finally {
    folder.release();
  }
}

async function playOn(cloudDirectory: string, provider: Readonly<Record<string, string>>): Promise<boolean> {
  const cloud = await startLocalCloud({ directory: cloudDirectory });
  page.line(`  ${"cloud".padEnd(12)} ${cloud.url}, kept in ${shownDirectory}/`);
  const colors: Record<string, string> = page.paint.isColorSupported ? { FORCE_COLOR: "1" } : {};
  const environment = { ...cloud.environment(), ...provider, ...colors };
  const quorate = new CommandLine({ directory, environment });
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => quorate.interrupt(signal));
  try {
    return await playTurns(cloud, quorate);
  } finally {
    await cloud.stop();
  }
}

async function playTurns(cloud: LocalCloud, quorate: CommandLine): Promise<boolean> {
  const done: (Turn & TurnResult)[] = [];
  for (const turn of turns) {
    page.heading(`${done.length + 1} of ${turns.length}: ${turn.title}`);
    done.push({ ...turn, ...(await takeTurn(turn, { page, quorate, directory, shownDirectory })) });
  }
  page.heading("What happened");
  const kept = summarize(page, done, journalFacts(cloud.journal(), "demo"));
  page.line(`
  Plans and logs in full   ${shownDirectory}/*.plan.txt, *.apply.txt
  Every call to the cloud  ${shownDirectory}/.quorate/local-cloud/journal.jsonl

The cluster is still there. Go on with it:

  cd ${shownDirectory}
  eval "$(./quorate local start)"      # the local cloud, in the background
  ./quorate plan demo.yaml             # change demo.yaml first: other zones, five replicas, a mistake
  ./quorate apply demo.yaml            # press Ctrl-C in the middle, then run it again
  ./quorate delete demo.yaml
  ./quorate local stop
`);
  return kept;
}

/** A `quorate` in the demo's folder, so that a person can go on by hand without installing anything. */
async function writeShortcut(environment: Readonly<Record<string, string>>): Promise<void> {
  const path = join(directory, "quorate");
  const exports = Object.entries(environment).map(([name, value]) => `export ${name}='${value}'\n`);
  const node = join(root, "node_modules", ".bin", "node");
  const text = `#!/bin/sh\n${exports.join("")}exec '${node}' '${join(root, "src", "cli.ts")}' "$@"\n`;
  await writeFile(path, text);
  await chmod(path, 0o755);
}

/** An error for people; a stack trace only for what nobody expected. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof DemoError) return error.message;
  return "remedy" in error ? `${error.message}\n${error.remedy}` : (error.stack ?? error.message);
}
