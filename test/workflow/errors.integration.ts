import { access, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { project } from "../kit/cluster/cluster-text.ts";
import { tenMistakes } from "../kit/cluster/ten-mistakes.ts";
import { ask, compute, expectedRest, restOf } from "../kit/journal/inventory.ts";
import type { Ended } from "../kit/run/run.ts";
import { patience, Workbench } from "../kit/run/workbench.ts";

const defect = /This is a defect of Quorate/;
let bench: Workbench;

beforeAll(async () => {
  bench = await Workbench.open();
}, 900_000);
afterAll(() => bench.close());

/** The calls since then that would have changed anything but state and locks, accepted or not. */
function writesSince(mark: number): string[] {
  return bench
    .journal(mark)
    .flatMap((entry) =>
      entry.kind === "call" && !entry.path.includes("/storage/v1/") ? [`${entry.method} ${entry.path}`] : [],
    );
}

/** An apply that is to be refused: it says so in its own words, and changes nothing. */
async function refusedApply(zones: string, env: NodeJS.ProcessEnv = {}, how = ["--yes"]): Promise<Ended> {
  await bench.write({ zones });
  const { mark } = bench;
  const ended = await bench.quorate(["apply", "cluster.yaml", ...how], env);
  expect(ended.code).toBe(1);
  expect(ended.stderr).not.toMatch(defect);
  expect(writesSince(mark)).toEqual([]);
  return ended;
}

describe("before anything is started", () => {
  test.each([["validate"], ["plan"], ["apply", "--yes"], ["delete", "--yes"]])(
    "D1: ten mistakes are ten errors of `%s`, without a call or a process",
    async (command, ...options) => {
      await bench.write(tenMistakes, "mistakes.yaml");
      const marker = join(bench.directory, "started");
      const fake = join(bench.directory, "fake-terraform");
      await writeFile(fake, `#!/bin/sh\ntouch ${marker}\n`, { mode: 0o755 });
      const before = bench.barrier.calls.length;
      const { code, stderr } = await bench.quorate([command, "mistakes.yaml", ...options], { QUORATE_TERRAFORM: fake });
      expect(code).toBe(1);
      const codes = [...stderr.matchAll(/Error: .*?\((Q\d{3})\)/gs)].map(([, found]) => found);
      expect(codes).toEqual(["Q020", "Q010", "Q012", "Q012", "Q002", "Q036", "Q043", "Q024", "Q038", "Q034"]);
      expect(bench.barrier.calls).toHaveLength(before);
      await expect(access(marker)).rejects.toThrow("ENOENT");
    },
    patience,
  );

  test(
    "without Terraform, an apply says how to get it and makes no call",
    async () => {
      const before = bench.barrier.calls.length;
      const { stderr } = await refusedApply("b", { PATH: dirname(process.execPath) });
      expect(stderr).toMatch(/Neither terraform nor tofu is on the PATH.*\[missing-binary\]/);
      expect(stderr).toMatch(/Install Terraform/);
      expect(bench.barrier.calls).toHaveLength(before);
    },
    patience,
  );

  test(
    "with credentials that are not valid, plan and apply say so and name the ways to give others",
    async () => {
      const wrong = { GOOGLE_OAUTH_ACCESS_TOKEN: "wrong" };
      const plan = await bench.quorate(["plan", await bench.write({ zones: "b" })], wrong);
      expect(plan.code).toBe(1);
      const { stderr } = await refusedApply("b", wrong);
      for (const said of [plan.stderr, stderr]) {
        expect(said).not.toMatch(defect);
        expect(said).toMatch(/credentials/i);
        expect(said).toMatch(/GOOGLE_OAUTH_ACCESS_TOKEN/);
      }
    },
    patience,
  );
});

describe("on a cluster of one replica", () => {
  beforeAll(async () => {
    const file = await bench.write({ zones: "b" });
    const plan = await bench.quorate(["plan", file, "--format", "json"]);
    const { digest } = JSON.parse(plan.stdout);
    // D4: what was planned without credentials for a new cluster is what apply makes of it.
    const { code, stdout, stderr } = await bench.quorate(["apply", file, "--plan", digest]);
    if (code !== 0) throw new Error(`${stdout}\n${stderr}`);
  }, patience);

  test(
    "off a terminal, apply and delete want to be confirmed",
    async () => {
      expect((await refusedApply("bcd", {}, [])).stderr).toMatch(/Confirm with --yes or --plan DIGEST/);
      const { mark } = bench;
      const { code, stderr } = await bench.quorate(["delete", "cluster.yaml"]);
      expect(code).toBe(1);
      expect(stderr).toMatch(/Confirm with --yes/);
      expect(writesSince(mark)).toEqual([]);
    },
    patience,
  );

  test(
    "D4: another plan than the one that was reviewed is refused, and the new one is shown",
    async () => {
      const reviewed = `sha256:${"0".repeat(64)}`;
      const { stdout, stderr } = await refusedApply("bcd", {}, ["--plan", reviewed]);
      const [digest = "none"] = /sha256:[0-9a-f]{64}/.exec(stdout) ?? [];
      expect(stderr).toContain("[plan-changed]");
      expect(stderr).toContain(digest);
      expect(stderr).toContain(reviewed);
    },
    patience,
  );

  test(
    "Terraform's state locked by somebody else: its owner is named, and the lock is left alone",
    async () => {
      const name = `quorate/${project}/life/default.tflock`;
      const lock = {
        ID: "1",
        Operation: "OperationTypeApply",
        Who: "ada@laptop",
        Version: "1.11.4",
        Created: new Date().toISOString(),
      };
      const { generation } = await ask(
        bench.cloud,
        `/upload/storage/v1/b/acme-quorate/o?uploadType=media&name=${encodeURIComponent(name)}`,
        "POST",
        lock,
      );
      const { stderr } = await refusedApply("bcd");
      expect(stderr).toMatch(/\[lock-held\]/);
      expect(stderr).toContain("ada@laptop");
      const object = `/storage/v1/b/acme-quorate/o/${encodeURIComponent(name)}`;
      expect((await ask(bench.cloud, object))["generation"]).toBe(generation);
      await ask(bench.cloud, object, "DELETE");
    },
    patience,
  );

  test(
    "D4: clients let in by hand since the review are no part of what was reviewed: the change is shown, and nothing applied",
    async () => {
      const plan = await bench.quorate(["plan", await bench.write({ zones: "bcd" }), "--format", "json"]);
      const firewall = compute("global/firewalls/life-api");
      await ask(bench.cloud, firewall, "PATCH", { sourceRanges: ["0.0.0.0/0"] });
      const { stdout, stderr } = await refusedApply("bcd", {}, ["--plan", JSON.parse(plan.stdout).digest]);
      expect(stderr).toContain("[plan-changed]");
      expect(stdout).toContain("google_compute_firewall.api");
      await ask(bench.cloud, firewall, "PATCH", { sourceRanges: ["203.0.113.0/24"] });
    },
    patience,
  );

  test(
    "R8: etcd's peer port opened by hand is drift: the resource is named, and nothing is applied",
    async () => {
      const firewall = compute("global/firewalls/life-etcd-peers");
      await ask(bench.cloud, firewall, "PATCH", { sourceRanges: ["0.0.0.0/0"] });
      const { stderr } = await refusedApply("bcd");
      expect(stderr).toContain("[drift]");
      expect(stderr).toMatch(/google_compute_firewall\.etcd_peers .*source_ranges/);
      await ask(bench.cloud, firewall, "PATCH", { sourceRanges: [] });
    },
    patience,
  );

  test.each([["block-project-ssh-keys"], ["ssh-keys"]])(
    "R8: an instance's metadata changed by hand (%s) is drift",
    async (key) => {
      const before = await changeMetadata((items) => [
        ...items.filter((each) => each.key !== key),
        { key, value: "no" },
      ]);
      const { stderr } = await refusedApply("bcd");
      expect(stderr).toContain("[drift]");
      expect(stderr).toMatch(new RegExp(`google_compute_instance\\.replica_life-b .*${key}`));
      await changeMetadata(() => before);
    },
    patience,
  );

  test(
    "R8: an instance of somebody else under a name that a new replica is to have is not taken over",
    async () => {
      const zone = "zones/europe-west1-c";
      await ask(bench.cloud, compute(`${zone}/instances`), "POST", {
        name: "life-c",
        machineType: `${zone}/machineTypes/e2-small`,
        disks: [
          {
            boot: true,
            autoDelete: true,
            initializeParams: { sourceImage: "projects/debian-cloud/global/images/family/debian-12" },
          },
        ],
        networkInterfaces: [{ network: "global/networks/default" }],
      });
      const { stderr } = await refusedApply("bcd");
      expect(stderr).toContain("[unreviewed-change]");
      expect(stderr).toContain("google_compute_instance.replica_life-c");
      await ask(bench.cloud, compute(`${zone}/instances/life-c`), "DELETE");
    },
    patience,
  );

  test(
    "with everything put right, the same command works, and the cluster is as it was",
    async () => {
      const { code } = await bench.quorate(["apply", await bench.write({ zones: "b" }), "--yes"]);
      expect(code).toBe(0);
      expect(await restOf(bench.cloud)).toEqual(expectedRest("b"));
      expect(await bench.terraformPlan()).toMatchObject({ code: 0 });
    },
    patience,
  );
});

/** Replaces life-b's metadata by what `change` makes of it. Answers with what was there. */
async function changeMetadata(change: (items: readonly Item[]) => readonly Item[]): Promise<readonly Item[]> {
  const instance = compute("zones/europe-west1-b/instances/life-b");
  const { metadata } = (await ask(bench.cloud, instance)) as { metadata: { fingerprint: string; items: Item[] } };
  const { fingerprint, items: before } = metadata;
  await ask(bench.cloud, `${instance}/setMetadata`, "POST", { fingerprint, items: change(before) });
  return before;
}

interface Item {
  readonly key: string;
  readonly value: string;
}
