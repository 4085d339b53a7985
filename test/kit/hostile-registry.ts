import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { findTerraform } from "../../src/terraform/binary.ts";
import { ensureGoogleProvider, GOOGLE_PROVIDER_VERSION } from "./google-provider.ts";

/** The attacker's provider. */
export const evil = "registry.terraform.io/evil/x";

/** A registry that has a provider of an attacker's beside the google one, as Terraform's public registry would. */
export interface HostileRegistry {
  /** For Terraform, which finds both there, and is the real one behind a script that takes down how it was started. */
  readonly environment: Readonly<Record<string, string>>;
  /** The arguments of each start of Terraform that was more than a question for its version. */
  starts(): Promise<readonly string[]>;
  /** What the attacker's provider has done; empty as long as nobody has started it. */
  traces(): Promise<readonly string[]>;
  remove(): Promise<void>;
}

/** Lays out a mirror whose `evil/x` leaves a trace when it is started. */
export async function openHostileRegistry(): Promise<HostileRegistry> {
  const directory = await mkdtemp(join(tmpdir(), "quorate-evil-"));
  const traces = join(directory, "traces");
  const platform = `linux_${process.arch === "arm64" ? "arm64" : "amd64"}`;
  const program = join(directory, "mirror", evil, "1.0.0", platform, "terraform-provider-x_v1.0.0");
  await Promise.all([mkdir(traces), mkdir(dirname(program), { recursive: true })]);
  await writeFile(program, `#!/bin/sh\nenv > '${traces}/ran'\n`);
  await chmod(program, 0o755);
  const google = await ensureGoogleProvider({ log: () => undefined });
  if (google.source !== "build") throw new Error("set QUORATE_PROVIDER=build: the mirror needs a provider of its own");
  // Terraform follows a link in a mirror only where it stands for one platform.
  const release = join("registry.terraform.io/hashicorp/google", GOOGLE_PROVIDER_VERSION);
  await mkdir(join(directory, "mirror", release), { recursive: true });
  await symlink(join(google.directory, release, platform), join(directory, "mirror", release, platform));
  const cliConfigFile = join(directory, "terraform.rc");
  await writeFile(
    cliConfigFile,
    `provider_installation {\n  filesystem_mirror {\n    path = "${join(directory, "mirror")}"\n  }\n}\n`,
  );
  const log = join(directory, "starts");
  const terraform = join(directory, "terraform");
  const { path } = await findTerraform();
  await writeFile(log, "");
  await writeFile(terraform, `#!/bin/sh\necho "$*" >> '${log}'\nexec '${path}' "$@"\n`);
  await chmod(terraform, 0o755);
  return {
    environment: { ...google.environment, TF_CLI_CONFIG_FILE: cliConfigFile, QUORATE_TERRAFORM: terraform },
    starts: async () => {
      const lines = (await readFile(log, "utf8")).split("\n");
      return lines.filter((line) => line !== "" && !line.startsWith("version"));
    },
    traces: () => readdir(traces),
    remove: () => rm(directory, { recursive: true }),
  };
}

/** A state that makes Terraform install and start `evil/x`. */
export function hostileState(): string {
  const state = {
    version: 4,
    terraform_version: "1.11.4",
    serial: 1,
    lineage: "00000000-0000-0000-0000-000000000000",
    outputs: {},
    resources: [
      {
        mode: "managed",
        type: "x_y",
        name: "z",
        provider: `provider["${evil}"]`,
        instances: [{ schema_version: 0, attributes: { id: "1" } }],
      },
    ],
  };
  return JSON.stringify(state);
}
