import { execFile } from "node:child_process";
import { access, constants, open, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, delimiter, dirname, isAbsolute, join, resolve } from "node:path";
import { promisify } from "node:util";
import { terraformEnvironment } from "./environment.ts";
import { recordOf, textOf } from "./record.ts";
import { TerraformError } from "./terraform-error.ts";

/** A program that was found and is new enough. */
export interface TerraformBinary {
  /** Absolute path of the real program, never a wrapper's. */
  readonly path: string;
  readonly product: "terraform" | "tofu";
  /** Such as `1.11.4`. */
  readonly version: string;
}

/** Import blocks and the plan's JSON as it is read here came with this release; OpenTofu has them from its first. */
const OLDEST = "1.5.0";

/**
 * Finds Terraform or OpenTofu: the program that QUORATE_TERRAFORM names, else `terraform`, else `tofu` on PATH. The
 * wrapper scripts of hashicorp/setup-terraform and opentofu/setup-opentofu are stepped over: they garble standard output.
 * Throws TerraformError (`missing-binary`, `old-binary`).
 */
export async function findTerraform(env: NodeJS.ProcessEnv = process.env): Promise<TerraformBinary> {
  const path = await unwrap(await locate(env), env);
  const version = await versionOf(path, env);
  const product = /^tofu/.test(basename(path)) ? "tofu" : "terraform";
  if (!isAtLeast(version, OLDEST)) {
    throw new TerraformError(
      "old-binary",
      `${path} is ${product} ${version}; ${OLDEST} is the oldest that works.`,
      "Install a newer release from https://developer.hashicorp.com/terraform/install or https://opentofu.org.",
    );
  }
  return { path, product, version };
}

/** The program behind a setup action's wrapper script; the path itself where it is no such script. */
export async function unwrap(path: string, env: NodeJS.ProcessEnv): Promise<string> {
  if (!(await isNodeScript(path))) return path;
  const real = `${basename(path).replace(/\.exe$/, "")}-bin`;
  const directories = [dirname(path), env["TERRAFORM_CLI_PATH"], env["TOFU_CLI_PATH"]];
  for (const directory of directories) {
    if (directory === undefined || directory === "") continue;
    const candidate = join(directory, real);
    if (await isProgram(candidate)) return candidate;
  }
  throw new TerraformError(
    "missing-binary",
    `${path} is a wrapper script, and the program that it wraps (${real}) is not beside it.`,
    "Set `terraform_wrapper: false` on hashicorp/setup-terraform (`tofu_wrapper: false` on opentofu/setup-opentofu), or name the program in QUORATE_TERRAFORM.",
  );
}

async function locate(env: NodeJS.ProcessEnv): Promise<string> {
  const wanted = env["QUORATE_TERRAFORM"];
  const names = wanted ? [wanted] : ["terraform", "tofu"];
  const directories = (env["PATH"] ?? "").split(delimiter).filter((directory) => directory !== "");
  for (const name of names) {
    const isPath = isAbsolute(name) || name.includes("/");
    const candidates = isPath ? [resolve(name)] : directories.map((directory) => resolve(directory, name));
    for (const candidate of candidates) if (await isProgram(candidate)) return candidate;
  }
  throw new TerraformError(
    "missing-binary",
    wanted ? `QUORATE_TERRAFORM names ${wanted}, which is no program.` : "Neither terraform nor tofu is on the PATH.",
    "Install Terraform (https://developer.hashicorp.com/terraform/install) or OpenTofu, or name the program in QUORATE_TERRAFORM.",
  );
}

async function versionOf(path: string, env: NodeJS.ProcessEnv): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(path, ["version", "-json"], {
      env: terraformEnvironment(env, {}),
      cwd: tmpdir(),
      timeout: 60_000,
    });
    const version = textOf(recordOf(JSON.parse(stdout))["terraform_version"]);
    if (version !== "") return version;
    throw new Error("it did not say its version");
  } catch (cause) {
    throw new TerraformError(
      "missing-binary",
      `${path} does not answer as Terraform or OpenTofu do: ${cause instanceof Error ? cause.message : String(cause)}`,
      "Run it by hand with `version -json`, or name another program in QUORATE_TERRAFORM.",
      { cause },
    );
  }
}

function isAtLeast(version: string, oldest: string): boolean {
  const [have, want] = [version, oldest].map((text) => text.split(/[.-]/).slice(0, 3).map(Number));
  for (let i = 0; i < 3; i++) {
    const difference = (have?.[i] ?? 0) - (want?.[i] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

async function isNodeScript(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(128), 0, 128, 0);
    const [firstLine = ""] = buffer.toString("latin1", 0, bytesRead).split("\n");
    return /^#!.*\bnode\b/.test(firstLine);
  } finally {
    await file.close();
  }
}
