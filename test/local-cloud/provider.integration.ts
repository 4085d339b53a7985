import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Holder } from "../../src/local-cloud/facts.ts";
import { type LocalCloud, startLocalCloud } from "../../src/local-cloud/local-cloud.ts";
import { ensureGoogleProvider } from "../kit/google-provider.ts";
import { Client, region, zoneB, zoneC } from "../kit/local-cloud/client.ts";
import { configuration, type Shape } from "./configuration.ts";
import { consoleOf } from "./control-plane.ts";

const minutes = 60_000;
const lock = "/storage/v1/b/acme-quorate/o/quorate%2Facme%2Fprod%2Fdefault.tflock";
const two = { "prod-b": "b", "prod-c": "c" };
const backends = ["prod-b", "prod-c"];
/** Settings that one of the tests changes, and the later ones keep. */
const settings = { etcdDiskGb: 60, allowedCidrs: ["10.0.0.0/8", "192.0.2.0/24"], remove: ["prod-x"] };
const bigger = { ...settings, machineType: "e2-standard-8" };

let cloud: LocalCloud;
let client: Client;
let directory: string;
let environment: NodeJS.ProcessEnv;

beforeAll(async () => {
  const provider = await ensureGoogleProvider({ log: () => {} });
  cloud = await startLocalCloud();
  client = new Client(cloud);
  directory = await mkdtemp(join(tmpdir(), "provider-"));
  environment = { ...process.env, ...cloud.environment(), CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1" };
  delete environment["TF_CLI_CONFIG_FILE"];
  Object.assign(environment, provider.environment);
}, 10 * minutes);

afterAll(async () => {
  await cloud?.stop();
  if (directory) await rm(directory, { recursive: true });
});

interface Run {
  readonly code: number | null;
  readonly output: string;
}

function terraform(args: readonly string[], more: NodeJS.ProcessEnv = {}): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn("terraform", [...args, "-no-color", "-input=false"], {
      cwd: directory,
      env: { ...environment, ...more },
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, output }));
  });
}

async function must(...args: readonly string[]): Promise<void> {
  const { code, output } = await terraform(args);
  if (code !== 0) throw new Error(`terraform ${args.join(" ")} answered ${code}\n${output}`);
}

async function configure(shape: Shape): Promise<void> {
  await writeFile(join(directory, "main.tf.json"), JSON.stringify(configuration(shape)));
}

/** Applies a shape; afterwards Terraform finds nothing to do (exit code 0, and not 2). */
async function reach(shape: Shape): Promise<void> {
  await configure(shape);
  await must("apply", "-auto-approve");
  await must("plan", "-detailed-exitcode");
}

/** Who held the endpoint's address since a journal entry, each holder once. */
function holdersSince(sequence: number): readonly Holder[] {
  const holders = cloud
    .journal(sequence)
    .flatMap((entry) => entry.facts.addresses.filter((address) => address.name === "prod-endpoint"))
    .map((address) => address.holder);
  return holders.filter((holder, index) => JSON.stringify(holder) !== JSON.stringify(holders[index - 1]));
}

const sequence = () => cloud.journal().at(-1)?.sequence ?? 0;
const instance = async (name: string, zone = zoneB) => (await client.get(`${zone}/instances/${name}`)).body;

async function untilVoters(...voters: readonly string[]): Promise<void> {
  const wanted = JSON.stringify(voters);
  for (const deadline = Date.now() + 20_000; Date.now() < deadline; await new Promise((done) => setTimeout(done, 50)))
    if (JSON.stringify(cloud.journal().at(-1)?.facts.clusters[0]?.voters) === wanted) return;
  throw new Error(`${wanted} do not vote: ${await consoleOf(client, voters.at(-1) ?? "")}`);
}

describe("real Terraform with the real google provider against the local cloud (D10)", () => {
  test(
    "creates every kind of resource, and then has nothing to do",
    async () => {
      await configure({ replicas: { "prod-b": "b" }, backends: [], endpoint: "prod-b" });
      await must("init");
      await reach({ replicas: { "prod-b": "b" }, backends: [], endpoint: "prod-b" });
      expect(holdersSince(sequence() - 1)).toEqual([{ on: "instance", name: "prod-b" }]);
      await untilVoters("prod-b");
    },
    3 * minutes,
  );

  test(
    "adds a replica, which joins, and makes both backends",
    async () => {
      await reach({ replicas: two, backends: [], endpoint: "prod-b" });
      await untilVoters("prod-b", "prod-c");
      await reach({ replicas: two, backends, endpoint: "prod-b" });
      expect(cloud.journal().at(-1)?.facts.loadBalanced).toEqual(backends);
    },
    2 * minutes,
  );

  test(
    "promotes in one apply: the address leaves the replica before the rule takes it (A6, R6)",
    async () => {
      const before = sequence();
      await reach({ replicas: two, backends, endpoint: "balancer" });
      expect(holdersSince(before)).toEqual([
        { on: "instance", name: "prod-b" },
        { on: "none" },
        { on: "forwardingRule", name: "prod-endpoint" },
      ]);
    },
    2 * minutes,
  );

  test(
    "changes settings in place",
    async () => {
      const { id } = await instance("prod-b");
      await reach({ replicas: two, backends, endpoint: "balancer", ...settings, protectedReplicas: ["prod-b"] });
      expect(await instance("prod-b")).toMatchObject({ id, deletionProtection: true });
      await reach({ replicas: two, backends, endpoint: "balancer", ...bigger });
      const changed = await instance("prod-b");
      expect(changed).toMatchObject({ id, status: "RUNNING" });
      expect(changed.machineType).toMatch(/e2-standard-8$/);
    },
    2 * minutes,
  );

  test(
    "demotes in one apply: the rule goes before the replica takes the address (A6, R6)",
    async () => {
      const before = sequence();
      await reach({ replicas: two, backends, endpoint: "prod-c", ...bigger });
      expect(holdersSince(before)).toEqual([
        { on: "forwardingRule", name: "prod-endpoint" },
        { on: "none" },
        { on: "instance", name: "prod-c" },
      ]);
    },
    2 * minutes,
  );

  test(
    "replaces an instance that is a backend: the new one is in the group after one apply",
    async () => {
      const old = await instance("prod-c", zoneC);
      await must("apply", "-auto-approve", "-replace=google_compute_instance.prod-c");
      expect((await instance("prod-c", zoneC)).id).not.toBe(old.id);
      const { body } = await client.post(`${zoneC}/instanceGroups/prod-c/listInstances`);
      expect(body.items).toHaveLength(1);
      await must("plan", "-detailed-exitcode");
    },
    2 * minutes,
  );

  test(
    "is refused while somebody else holds the state lock, and told who (D9)",
    async () => {
      const who = JSON.stringify({ ID: "1", Operation: "OperationTypeApply", Who: "somebody@else" });
      const path = lock.replace(/o\/(.*)$/, "o?uploadType=media&ifGenerationMatch=0&name=$1");
      const { body } = await client.call("POST", `/upload${path}`, who);
      const { code, output } = await terraform(["plan"]);
      expect(code).toBe(1);
      expect(output).toContain("Error acquiring the state lock");
      expect(output).toContain("somebody@else");
      expect((await client.delete(`${lock}?ifGenerationMatch=${body.generation}`)).status).toBe(204);
    },
    minutes,
  );

  test(
    "fails with wrong credentials before it changes anything",
    async () => {
      const before = sequence();
      const { code, output } = await terraform(["plan"], { GOOGLE_OAUTH_ACCESS_TOKEN: "wrong" });
      expect(code).toBe(1);
      expect(output).toMatch(/401|invalid authentication credentials/);
      expect(cloud.journal(before).every((entry) => entry.kind === "call" && entry.status === 401)).toBe(true);
    },
    minutes,
  );

  test(
    "destroys everything",
    async () => {
      await must("destroy", "-auto-approve");
      for (const collection of [`${zoneB}/instances`, `${zoneC}/disks`, `${region}/addresses`, `${region}/routers`])
        expect((await client.get(collection)).body.items).toEqual([]);
      expect((await client.get("/v1/projects/acme/secrets")).body.totalSize).toBe(0);
      expect(cloud.journal().at(-1)?.facts.clusters).toEqual([]);
    },
    2 * minutes,
  );

  test("was never refused anything because it was in use", () => {
    const refused = cloud.journal().filter((entry) => entry.kind === "call" && entry.status >= 400);
    const reasons = refused.map((entry) => (entry.kind === "call" ? entry.reason : ""));
    expect(reasons).not.toContain("resourceInUseByAnotherResource");
    expect(refused.filter((entry) => entry.kind === "call" && entry.status === 501)).toEqual([]);
  });
});
