import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { findTerraform, unwrap } from "../../src/terraform/binary.ts";
import { terraformEnvironment } from "../../src/terraform/environment.ts";

let directory = "";

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "quorate-binary-"));
});

afterAll(async () => {
  await rm(directory, { recursive: true });
});

/** Writes a program into a folder of its own; gives the folder. */
async function folder(name: string, files: Record<string, string>): Promise<string> {
  const path = join(directory, name);
  await mkdir(path);
  for (const [file, text] of Object.entries(files)) {
    await writeFile(join(path, file), text);
    await chmod(join(path, file), 0o755);
  }
  return path;
}

function answering(version: string): string {
  return `#!/bin/sh\necho '{"terraform_version":"${version}"}'\n`;
}

const WRAPPER = "#!/usr/bin/env node\nprocess.exit(1);\n";

test("the program behind the setup action's wrapper is used", async () => {
  const path = await folder("wrapped", { terraform: WRAPPER, "terraform-bin": answering("1.9.8") });
  expect(await findTerraform({ PATH: path })).toEqual({
    path: join(path, "terraform-bin"),
    product: "terraform",
    version: "1.9.8",
  });
});

test("the setup action's variable leads to the program when it is not beside the wrapper", async () => {
  const wrapper = await folder("wrapper-only", { tofu: WRAPPER });
  const real = await folder("real", { "tofu-bin": answering("1.8.0") });
  expect(await unwrap(join(wrapper, "tofu"), { TOFU_CLI_PATH: real })).toBe(join(real, "tofu-bin"));
});

test("a wrapper without its program is an error that names the setting", async () => {
  const path = await folder("broken", { terraform: WRAPPER });
  await expect(findTerraform({ PATH: path })).rejects.toMatchObject({
    code: "missing-binary",
    remedy: expect.stringContaining("terraform_wrapper: false"),
  });
});

test("a version manager's shell script is used as it is", async () => {
  const path = await folder("shim", { terraform: answering("1.11.4") });
  expect((await findTerraform({ PATH: path })).path).toBe(join(path, "terraform"));
});

test("terraform comes before tofu, and tofu serves where there is no terraform", async () => {
  const tofu = await folder("tofu-first", { tofu: answering("1.8.0") });
  const terraform = await folder("terraform-second", { terraform: answering("1.11.4") });
  expect((await findTerraform({ PATH: `${tofu}:${terraform}` })).product).toBe("terraform");
  expect((await findTerraform({ PATH: tofu })).product).toBe("tofu");
});

test("QUORATE_TERRAFORM decides", async () => {
  const path = await folder("named", { mine: answering("1.5.0"), terraform: answering("1.11.4") });
  const named = await findTerraform({ PATH: path, QUORATE_TERRAFORM: join(path, "mine") });
  expect([named.path, named.version]).toEqual([join(path, "mine"), "1.5.0"]);
  await expect(findTerraform({ PATH: path, QUORATE_TERRAFORM: "nowhere" })).rejects.toMatchObject({
    code: "missing-binary",
    message: expect.stringContaining("nowhere"),
  });
});

test.each(["1.4.7", "0.15.5", "1.4.0-rc1"])("Terraform %s is too old", async (version) => {
  const path = await folder(`old-${version}`, { terraform: answering(version) });
  await expect(findTerraform({ PATH: path })).rejects.toMatchObject({ code: "old-binary" });
});

test("no program at all, and one that is something else, are errors", async () => {
  const path = await folder("else", { terraform: "#!/bin/sh\necho hello\n" });
  await expect(findTerraform({ PATH: "" })).rejects.toMatchObject({ code: "missing-binary" });
  await expect(findTerraform({ PATH: path })).rejects.toMatchObject({ code: "missing-binary" });
});

test("R19: what would change what a command means does not reach Terraform, nor what the runner has for itself", () => {
  const runners = {
    INPUT_TOKEN: "ghs_1",
    GITHUB_TOKEN: "ghs_1",
    GITHUB_ENV: "/env",
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: "oidc",
    ACTIONS_RUNTIME_TOKEN: "runtime",
    NPM_TOKEN: "npm",
    AWS_SECRET_ACCESS_KEY: "aws",
    NODE_OPTIONS: "--require=/x",
    LD_PRELOAD: "/x",
  };
  const meaning = {
    TF_CLI_ARGS_plan: "-target=x",
    TF_WORKSPACE: "other",
    TF_DATA_DIR: "/x",
    TF_VAR_project: "other",
    TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE: "1",
  };
  const needed = {
    HOME: "/h",
    PATH: "/bin",
    https_proxy: "http://proxy",
    NO_PROXY: "localhost",
    GOOGLE_APPLICATION_CREDENTIALS: "/c",
    CLOUDSDK_CONFIG: "/g",
    TF_CLI_CONFIG_FILE: "/rc",
  };
  const env = terraformEnvironment(
    { ...runners, ...meaning, ...needed, TF_LOG: "trace" },
    { GOOGLE_OAUTH_ACCESS_TOKEN: "t" },
  );
  expect(env).toEqual({
    ...needed,
    TF_LOG: "trace",
    GOOGLE_OAUTH_ACCESS_TOKEN: "t",
    TF_IN_AUTOMATION: "1",
    TF_INPUT: "0",
    CHECKPOINT_DISABLE: "1",
    NO_COLOR: "1",
  });
});
