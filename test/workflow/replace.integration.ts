import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { JournalEntry } from "../../src/local-cloud/journal.ts";
import { ask, compute, endpointIp, expectedRest, restOf } from "../kit/journal/inventory.ts";
import { judgeJournal } from "../kit/journal/journal-oracle.ts";
import type { Run } from "../kit/run/run.ts";
import { patience, Workbench } from "../kit/run/workbench.ts";

const replicas = ["life-b", "life-c", "life-d"];
let bench: Workbench;
let ip: string | undefined;
let created = 0;

beforeAll(async () => {
  bench = await Workbench.open({ provider: "own" });
  await bench.write({ zones: "bcd" });
  await succeeded(start("apply", "cluster.yaml"));
  created = bench.mark;
  ip = await endpointIp(bench.cloud);
}, 900_000);
afterAll(() => bench.close());

const start = (...args: string[]) => bench.start([...args, "--yes", "--gate-timeout", "90"]);
const startReplace = (name: string) => start("replace", "cluster.yaml", name);

/** What a run has said; throws unless it has succeeded. */
async function succeeded(run: Run): Promise<string> {
  const { code, stdout, stderr } = await run.ended;
  if (code !== 0) throw new Error(`the run ended with ${code}:\n${stdout}\n${stderr}`);
  return stdout;
}

/** GCE's ID of each replica's instance and data disk: a new one under an old name has another. */
async function identities(): Promise<Record<string, string>> {
  const found = await Promise.all(
    replicas.map(async (name) => {
      const zone = `zones/europe-west1-${name.at(-1)}`;
      const [instance, disk] = await Promise.all([
        ask(bench.cloud, compute(`${zone}/instances/${name}`)),
        ask(bench.cloud, compute(`${zone}/disks/${name}-etcd`)),
      ]);
      return [name, `${instance["id"]} with ${disk["id"]}`] as const;
    }),
  );
  return Object.fromEntries(found);
}

/** How often an instance was deleted and created since then. */
function turnover(name: string, since: number): { deleted: number; created: number } {
  const calls = bench.journal(since).filter((entry) => entry.kind === "call");
  const count = (method: string, path: RegExp, named: (body: unknown) => boolean) =>
    calls.filter((call) => call.method === method && path.test(call.path) && named(call.body)).length;
  return {
    deleted: count("DELETE", new RegExp(`/instances/${name}\\?`), () => true),
    created: count("POST", /\/instances\?/, (body) => Object(body)["name"] === name),
  };
}

/** Replaced, at rest again, with the endpoint's IP where it was and all others as they were. */
async function expectReplaced(name: string, before: Record<string, string>): Promise<void> {
  const after = await identities();
  const changed = replicas.filter((each) => before[each] !== after[each]);
  expect(changed).toEqual([name]);
  expect(await restOf(bench.cloud)).toEqual(expectedRest("bcd"));
  expect(await endpointIp(bench.cloud)).toBe(ip);
  const [plan, terraform] = await Promise.all([bench.quorate(["plan", "cluster.yaml"]), bench.terraformPlan()]);
  expect([plan.code, terraform.code]).toEqual([0, 0]);
}

describe("A5: a replica is replaced", () => {
  test(
    "a healthy one: it is removed and comes back with a new instance and a fresh disk",
    async () => {
      const before = await identities();
      expect(await succeeded(startReplace("life-d"))).toMatch(/life: replace life-d/);
      await expectReplaced("life-d", before);
    },
    patience,
  );

  test(
    "a dead one: nothing is asked of it",
    async () => {
      const before = await identities();
      await ask(bench.cloud, "/local/v1/instances/life-c:kill", "POST");
      await succeeded(startReplace("life-c"));
      await expectReplaced("life-c", before);
    },
    patience,
  );
});

describe("R11: killed again and again while it replaces the first replica", () => {
  let before: Record<string, string>;
  let begun = 0;

  async function killWhen(what: string, run: Run, happened: (entry: JournalEntry) => boolean, since: number) {
    await run.until(what, () => bench.journal(since).find(happened));
    await run.kill();
  }
  const call = (method: string, path: RegExp) => (entry: JournalEntry) =>
    entry.kind === "call" && entry.method === method && path.test(entry.path);
  const event = (name: string) => (entry: JournalEntry) =>
    entry.kind === "driver" && entry.event === name && entry.subject === "life-b";

  beforeAll(async () => {
    before = await identities();
    begun = bench.mark;
  });

  test.each<readonly [string, (entry: JournalEntry) => boolean]>([
    ["its protection was lifted", call("POST", /\/instances\/life-b\/setDeletionProtection/)],
    ["it was drained", call("POST", /\/removeInstances\?/)],
    ["its member was removed", event("member-removed")],
    ["its instance was deleted", call("DELETE", /\/instances\/life-b\?/)],
    ["the new member was added as a learner", event("learner-added")],
  ])(
    "when %s",
    async (what, happened) => {
      await killWhen(what, startReplace("life-b"), happened, begun);
    },
    patience,
  );

  test(
    "a plain apply finishes it, and the instance was deleted and created once",
    async () => {
      await succeeded(start("apply", "cluster.yaml"));
      await expectReplaced("life-b", before);
      expect(turnover("life-b", begun)).toEqual({ deleted: 1, created: 1 });
    },
    patience,
  );
});

describe("refusals come before anything is touched", () => {
  let untouched = 0;

  beforeAll(() => {
    untouched = bench.mark;
  });

  test(
    "a name that the file does not have is refused at once, with the nearest one",
    async () => {
      const { code, stderr } = await startReplace("life-bb").ended;
      expect(code).toBe(1);
      expect(stderr).toMatch(/Did you mean life-b\?/);
    },
    patience,
  );

  test(
    "--dry-run shows the steps and takes none",
    async () => {
      const { code, stdout } = await bench.quorate(["replace", "cluster.yaml", "life-b", "--dry-run"]);
      expect(code).toBe(0);
      expect(stdout).toMatch(/Mark life-b to be removed and created anew/);
    },
    patience,
  );

  test(
    "off a terminal it needs --yes or a digest",
    async () => {
      const { code, stderr } = await bench.quorate(["replace", "cluster.yaml", "life-b"]);
      expect(code).toBe(1);
      expect(stderr).toMatch(/Confirm with --yes or --plan DIGEST/);
    },
    patience,
  );

  test("R1 to R9: no call of all that broke a safety rule, and the IP has never moved", () => {
    const { moves, violations } = judgeJournal(bench.journal(), { cluster: "life", created });
    expect(violations).toEqual([]);
    expect(moves).toEqual([]);
  });

  test(
    "R2: where quorum is lost, it says so and what is left to try",
    async () => {
      for (const name of ["life-c", "life-d"]) await ask(bench.cloud, `/local/v1/instances/${name}:kill`, "POST");
      const { code, stdout } = await startReplace("life-c").ended;
      expect(code).toBe(1);
      expect(stdout).toMatch(/lost quorum\s+\(0 of 3[\s\S]*\(Q053\)/);
    },
    patience,
  );

  test("the cloud has seen no change from any of them", () => {
    const writes = bench.journal(untouched).filter((entry) => entry.kind === "call" && /^\/compute\//.test(entry.path));
    expect(writes).toEqual([]);
  });
});
