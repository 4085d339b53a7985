import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { project } from "../kit/cluster/cluster-text.ts";
import { patience, Workbench } from "../kit/run/workbench.ts";

const three = { zones: "bcd", backend: "local" } as const;

interface State {
  version: number;
  resources: {
    type: string;
    name: string;
    module?: string;
    instances: { status?: string; attributes: Record<string, unknown> }[];
  }[];
}

// What people, and programs other than this one, may leave as Terraform's state. A diagnostic comes of it, never a plan
// that would harm what lives.
describe("R7, R11: states that somebody has made by hand", () => {
  let bench: Workbench;
  let good: string;
  let begun = 0;
  const pathOf = (cluster: string) => join(bench.directory, "state", "quorate", project, cluster, "terraform.tfstate");

  beforeAll(async () => {
    bench = await Workbench.open();
    await bench.apply(three);
    good = await readFile(pathOf("life"), "utf8");
    begun = bench.mark;
  }, patience);
  afterEach(() => writeFile(pathOf("life"), good));
  afterAll(() => bench.close());

  const instanceOf = (state: State, name: string) => {
    const found = state.resources.find(
      (each) => each.type === "google_compute_instance" && each.name === `replica_${name}`,
    );
    if (found?.instances[0] === undefined) throw new Error(`the state has no ${name}`);
    return { resource: found, first: found.instances[0] };
  };

  async function applied(change: (state: State) => void) {
    const state: State = JSON.parse(good);
    change(state);
    await writeFile(pathOf("life"), JSON.stringify(state));
    const { code, stdout, stderr } = await bench.startApply().ended;
    return { code, said: stdout + stderr };
  }

  test.each<[string, (state: State) => void, RegExp]>([
    [
      "a tainted instance",
      (state) => Object.assign(instanceOf(state, "life-c").first, { status: "tainted" }),
      /replica_life-c is tainted[\s\S]*terraform untaint/,
    ],
    [
      "an instance of somebody else",
      (state) => {
        const stranger = structuredClone(instanceOf(state, "life-c").resource);
        stranger.name = "stranger";
        Object.assign(stranger.instances[0]?.attributes ?? {}, { name: "stranger", metadata: {} });
        state.resources.push(stranger);
      },
      /instances that Quorate did not make: google_compute_instance\.stranger/,
    ],
    [
      "a resource in a module",
      (state) => Object.assign(instanceOf(state, "life-c").resource, { module: "module.own" }),
      /module\.own\.google_compute_instance\.replica_life-c is not Quorate's/,
    ],
    [
      "a resource under another address",
      (state) => Object.assign(instanceOf(state, "life-c").resource, { name: "replica_life-x" }),
      /\[drift\][\s\S]*replica_life-x would be created/,
    ],
    [
      "a state of a newer format",
      (state) => Object.assign(state, { version: 5 }),
      /format 5[\s\S]*a release of this program/,
    ],
  ])(
    "%s: an apply says what it is, and changes nothing",
    async (_, change, says) => {
      const { code, said } = await applied(change);
      expect(said).toMatch(says);
      expect(code).toBe(1);
    },
    patience,
  );

  test(
    "another cluster's state: the change of name is refused",
    async () => {
      await bench.write({ ...three, name: "other" }, "other.yaml");
      await mkdir(join(pathOf("other"), ".."), { recursive: true });
      await writeFile(pathOf("other"), good);
      const { code, stdout, stderr } = await bench.quorate(["apply", "other.yaml", "--yes"]);
      expect(stdout + stderr).toMatch(/Q050/);
      expect(code).toBe(1);
    },
    patience,
  );

  test(
    "no state at all, while the cluster lives: nothing is created over it",
    async () => {
      await rm(pathOf("life"));
      const { code, stdout, stderr } = await bench.startApply().ended;
      expect(stdout + stderr).toMatch(/exists already and is not what this step would create/);
      expect(code).toBe(1);
    },
    patience,
  );

  test(
    "no state at all, while the cluster lives: a deletion does not succeed as if nothing were there",
    async () => {
      await rm(pathOf("life"));
      const { code, stderr } = await bench.quorate(["delete", "cluster.yaml", "--yes"]);
      expect(stderr).toMatch(/leave behind.*\[unknown-resources\]/);
      for (const name of ["life-b", "life-c", "life-d"]) expect(stderr).toContain(`/instances/${name}\n`);
      expect(stderr).toContain("google_compute_forwarding_rule.api: ");
      expect(code).toBe(1);
    },
    patience,
  );

  test(
    "the cloud has seen no change from any of them",
    () => {
      const changes = bench
        .journal(begun)
        .filter((entry) => entry.kind === "call" && entry.path.startsWith("/compute/"));
      expect(changes).toEqual([]);
    },
    patience,
  );

  test(
    "without the instance of a member that lives: it is taken back into the state, and there is nothing to do",
    async () => {
      const { code, said } = await applied((state) => {
        const { resource } = instanceOf(state, "life-c");
        state.resources = state.resources.filter((each) => each !== resource);
      });
      expect({ code, said }).toMatchObject({ code: 0, said: expect.stringMatching(/No changes/) });
      const [plan, terraform] = await Promise.all([bench.quorate(["plan", "cluster.yaml"]), bench.terraformPlan()]);
      expect([plan.code, terraform.code]).toEqual([0, 0]);
    },
    patience,
  );
});
