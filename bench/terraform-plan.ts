import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ensureGoogleProvider } from "../scripts/ensure-google-provider.ts";
import { parseClusterFile } from "../src/cluster/parse.ts";
import { desiredControlPlane } from "../src/constructs/desired.ts";
import { stackSettings, synth } from "../src/constructs/synth.ts";
import { startLocalCloud } from "../src/local-cloud/local-cloud.ts";
import { findTerraform } from "../src/terraform/binary.ts";
import { type Command, wallMs } from "./measure.ts";

const file = join(import.meta.dirname, "..", "examples", "demo", "three-replicas.yaml");

/**
 * A real `terraform plan` that creates three replicas, on a local cloud that runs until `close`; undefined where there is
 * no Terraform.
 */
export async function terraformPlan(
  directory: string,
): Promise<{ readonly command: Command; close(): Promise<void> } | undefined> {
  const found = await findTerraform().catch(() => undefined);
  if (found === undefined) return undefined;
  const { spec } = parseClusterFile(await readFile(file, "utf8"), file);
  if (spec === undefined) throw new Error(`${file} has errors`);
  const provider = await ensureGoogleProvider({ log: (line) => console.error(line) });
  const cloud = await startLocalCloud();
  const cwd = join(directory, "terraform");
  const settings = { ...stackSettings(spec), backend: { kind: "local", path: "." } } as const;
  await mkdir(cwd);
  await writeFile(join(cwd, "cdk.tf.json"), JSON.stringify(synth(settings, desiredControlPlane(spec))));
  const env = {
    ...cloud.environment(),
    CHECKPOINT_DISABLE: "1",
    ...provider.environment,
  };
  const terraform = (...args: string[]): Command => ({
    program: found.path,
    args: [...args, "-input=false"],
    cwd,
    env,
  });
  await wallMs(terraform("init"));
  return { command: terraform("plan"), close: () => cloud.stop() };
}
