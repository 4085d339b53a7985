import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { findTerraform, type TerraformBinary } from "../../src/terraform/binary.ts";
import { guard } from "../../src/terraform/guard.ts";
import type { TerraformEvent } from "../../src/terraform/message.ts";
import { Terraform, type TerraformOptions } from "../../src/terraform/terraform.ts";

jest.setTimeout(120_000);

// The real program with its built-in provider and a local backend: nothing is downloaded.

let binary: TerraformBinary;
let directory = "";

beforeAll(async () => {
  binary = await findTerraform();
});

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "quorate-terraform-"));
});

afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

async function configure(resources: Record<string, object>, more: object = {}): Promise<void> {
  const config = {
    terraform: { backend: { local: { path: "state/terraform.tfstate" } } },
    ...(Object.keys(resources).length === 0 ? {} : { resource: { terraform_data: resources } }),
    ...more,
  };
  await writeFile(join(directory, "main.tf.json"), JSON.stringify(config));
}

function terraform(options: Partial<TerraformOptions> = {}): Terraform {
  return new Terraform({ binary, directory, ...options });
}

/** A resource whose creation lasts until the file `go` appears, at most two minutes. */
function heldUntil(go: string): object {
  const wait = `i=0; until [ -e ${go} ] || [ $i -ge 600 ]; do sleep 0.2; i=$((i+1)); done`;
  return { input: "slow", provisioner: [{ "local-exec": { command: wait } }] };
}

/** Starts an apply of the saved plan and returns once the resource at `address` is in work. */
async function startApply(address: string, options: Partial<TerraformOptions> = {}) {
  const events: TerraformEvent[] = [];
  const started = Promise.withResolvers<void>();
  const running = terraform({
    ...options,
    onEvent: (event) => {
      events.push(event);
      if (event.type === "apply-start" && event.address === address) started.resolve();
    },
  }).apply("step.tfplan");
  // Whoever awaits `running` sees its rejection; until then it must not count as unhandled.
  running.catch(() => undefined);
  await Promise.race([started.promise, running]);
  return { running, events };
}

describe("a whole life", () => {
  test("init, plan, apply, state, change, destroy", async () => {
    const events: TerraformEvent[] = [];
    const tf = terraform({ onEvent: (event) => events.push(event) });
    await configure({ one: { input: "a" }, two: { input: "b" } });
    await tf.init({ googleProviderVersion: null });
    expect(await tf.validate()).toEqual([]);
    expect(await tf.statePull()).toBeNull();

    const first = await tf.plan({ out: "step.tfplan" });
    expect(first.changes.map(({ address, actions }) => [address, actions])).toEqual([
      ["terraform_data.one", ["create"]],
      ["terraform_data.two", ["create"]],
    ]);
    expect(first.priorResources).toEqual([]);
    expect(await tf.apply("step.tfplan")).toEqual({ add: 2, change: 0, remove: 0, import: 0 });
    for (const type of ["planned-change", "apply-start", "apply-complete"] as const) {
      const addresses = events.flatMap((event) => (event.type === type ? [event.address] : []));
      expect(new Set(addresses)).toEqual(new Set(["terraform_data.one", "terraform_data.two"]));
    }
    const state = await tf.statePull();
    expect(state?.resources.map(({ address, tainted }) => [address, tainted])).toEqual([
      ["terraform_data.one", false],
      ["terraform_data.two", false],
    ]);

    await configure({ one: { input: "c" } });
    const second = await tf.plan({ out: "step.tfplan", lock: false });
    expect(second.priorResources.map(({ address, attributes }) => [address, attributes["input"]])).toEqual([
      ["terraform_data.one", "a"],
      ["terraform_data.two", "b"],
    ]);
    const reviewed = {
      address: "terraform_data.one",
      actions: ["update"],
      before: { input: "a" },
      after: { input: "c" },
    };
    expect(guard(second.changes, [reviewed]).map(({ address, what }) => [address, what])).toEqual([
      ["terraform_data.two", "would be deleted, and the reviewed step does not name it"],
    ]);
    expect(await tf.apply("step.tfplan")).toEqual({ add: 0, change: 1, remove: 1, import: 0 });

    const still = await tf.plan({ out: "step.tfplan", refreshOnly: true });
    expect(still.drift).toEqual([]);
    expect((await tf.plan({ out: "step.tfplan" })).changes.map(({ actions }) => actions)).toEqual([["no-op"]]);

    await configure({});
    await tf.plan({ out: "step.tfplan" });
    expect(await tf.apply("step.tfplan")).toEqual({ add: 0, change: 0, remove: 1, import: 0 });
    expect(await tf.statePull()).toBeNull();
  });

  test("D4: a saved plan is refused once the state has moved on", async () => {
    await configure({ one: { input: "a" } });
    await terraform().init({ googleProviderVersion: null });
    await terraform().plan({ out: "old.tfplan" });
    await terraform().plan({ out: "step.tfplan" });
    await terraform().apply("step.tfplan");
    await expect(terraform().apply("old.tfplan")).rejects.toMatchObject({
      code: "failed",
      message: expect.stringContaining("stale"),
    });
  });
});

describe("a state lock", () => {
  test("that somebody holds is an error with its owner, at once or after the time that was given", async () => {
    await configure({ slow: heldUntil("go") });
    await terraform().init({ googleProviderVersion: null });
    await terraform().plan({ out: "step.tfplan" });
    const { running } = await startApply("terraform_data.slow");
    const held = {
      code: "lock-held",
      lock: {
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        operation: "OperationTypeApply",
        path: "state/terraform.tfstate",
      },
    };
    await expect(terraform().plan({ out: "other.tfplan" })).rejects.toMatchObject(held);
    await expect(terraform().plan({ out: "other.tfplan", lockTimeoutSeconds: 1 })).rejects.toMatchObject(held);
    expect((await terraform().plan({ out: "other.tfplan", lock: false })).changes).toHaveLength(1);

    await writeFile(join(directory, "go"), "");
    expect(await running).toMatchObject({ add: 1 });
  });

  test("that nobody holds cannot be released", async () => {
    await configure({ one: { input: "a" } });
    await terraform().init({ googleProviderVersion: null });
    await expect(terraform().forceUnlock("6a5e9b3c")).rejects.toMatchObject({
      code: "failed",
      message: expect.stringContaining("not locked"),
    });
  });
});

describe("an apply that is stopped", () => {
  test("R11: in an orderly way leaves a state that can be read and planned on", async () => {
    await configure({
      quick: { input: "a" },
      slow: { ...heldUntil("never"), depends_on: ["terraform_data.quick"] },
      after: { input: "b", depends_on: ["terraform_data.slow"] },
    });
    await terraform().init({ googleProviderVersion: null });
    await terraform().plan({ out: "step.tfplan" });
    const stop = new AbortController();
    const { running, events } = await startApply("terraform_data.slow", { signal: stop.signal });
    stop.abort();
    await expect(running).rejects.toMatchObject({ code: "interrupted" });
    expect(events).toContainEqual({ type: "log", message: expect.stringContaining("Interrupt received") });

    const state = await terraform().statePull();
    expect(state?.resources.map(({ address, tainted }) => [address, tainted])).toEqual([
      ["terraform_data.quick", false],
      ["terraform_data.slow", true],
    ]);
    const next = await terraform().plan({ out: "step.tfplan" });
    expect(next.changes.find(({ name }) => name === "slow")).toMatchObject({
      actions: ["delete", "create"],
      actionReason: "replace_because_tainted",
    });
    expect(next.priorResources.find(({ name }) => name === "slow")).toMatchObject({ tainted: true });

    await terraform({ signal: stop.signal }).untaint("terraform_data.slow");
    expect((await terraform().statePull())?.resources.map(({ tainted }) => tainted)).toEqual([false, false]);
  });

  test("at once is over at once, and what was done before is in the state", async () => {
    await configure({ quick: { input: "a" }, slow: { ...heldUntil("never"), depends_on: ["terraform_data.quick"] } });
    await terraform().init({ googleProviderVersion: null });
    await terraform().plan({ out: "step.tfplan" });
    const end = new AbortController();
    const { running } = await startApply("terraform_data.slow", { kill: end.signal });
    end.abort();
    await expect(running).rejects.toMatchObject({ code: "interrupted" });
    const state = await terraform().statePull();
    expect(state?.resources.map(({ address }) => address)).toContain("terraform_data.quick");
  });

  test("before it began is not started", async () => {
    await configure({ one: { input: "a" } });
    await expect(
      terraform({ signal: AbortSignal.abort() }).init({ googleProviderVersion: null }),
    ).rejects.toMatchObject({ code: "interrupted" });
    expect(await readdir(directory)).toEqual(["main.tf.json"]);
  });
});

describe("what is missing", () => {
  test("a provider, when initialising", async () => {
    const mirror = join(directory, "empty-mirror");
    const rc = join(directory, "terraform.rc");
    await writeFile(
      rc,
      `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n  }\n}\n`,
    );
    await configure({}, { resource: { google_compute_address: { x: { name: "x" } } } });
    const tf = terraform({ env: { TF_CLI_CONFIG_FILE: rc } });
    await expect(tf.init({ googleProviderVersion: null })).rejects.toMatchObject({
      code: "missing-provider",
      message: expect.stringContaining("hashicorp/google"),
    });
    await expect(tf.plan({ out: "step.tfplan" })).rejects.toMatchObject({ code: "missing-provider" });
  });

  test("the program", async () => {
    await configure({});
    const gone = terraform({ binary: { ...binary, path: join(directory, "nothing") } });
    await expect(gone.init({ googleProviderVersion: null })).rejects.toMatchObject({ code: "missing-binary" });
  });

  test("an attribute: validate names the resource", async () => {
    await configure({ one: { inptu: "a" } });
    await terraform().init({ googleProviderVersion: null });
    expect(await terraform().validate()).toMatchObject([
      { severity: "error", summary: expect.stringMatching(/argument|Extraneous/) },
    ]);
  });
});
