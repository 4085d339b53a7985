import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { DriverEvent } from "../../src/local-cloud/journal.ts";
import { type MemberList, printMembers } from "../../src/topology/member-lists.ts";
import { ask, endpointIp, expectedRest, inventory, restOf } from "../kit/journal/inventory.ts";
import { judgeJournal } from "../kit/journal/journal-oracle.ts";
import { childrenOf } from "../kit/run/process-tree.ts";
import type { Run } from "../kit/run/run.ts";
import { patience, Workbench } from "../kit/run/workbench.ts";

/** A call at which a run loses its power, before or after the cloud carries it out. */
interface CallPoint {
  readonly when: "before" | "after";
  readonly method: string;
  readonly path: RegExp;
}

/** Where a run loses its power: at a call of its own, or at what an instance does. */
type Point = CallPoint | { readonly event: DriverEvent["event"]; readonly subject: string };

let bench: Workbench;
let ip: string | undefined;

beforeAll(async () => {
  bench = await Workbench.open({ provider: "own" });
}, 900_000);
afterAll(() => bench.close());

/** Applies, and kills the run with all that it has started when it comes to the point. */
async function applyUntil(zones: string, point: Point): Promise<void> {
  await bench.write({ zones });
  if (!("event" in point)) return killAt(point, () => bench.startApply());
  const { event, subject } = point;
  const { mark } = bench;
  const run = bench.startApply();
  await run.until(`${event} of ${subject}`, () =>
    bench.journal(mark).find((each) => each.kind === "driver" && each.event === event && each.subject === subject),
  );
  await run.kill();
}

async function killAt({ when, method, path }: CallPoint, start: () => Run): Promise<void> {
  const held = bench.barrier.hold(when, (call) => call.method === method && path.test(call.path));
  const run = start();
  await run.until(`${method} ${path}`, () => held.call);
  await run.kill();
  held.cut();
}

/** Applies, and kills the run when one of two replicas was told of this membership, and the other one was not. */
async function killHalfTold(zones: string, [told, untold]: readonly [string, string], list: MemberList): Promise<void> {
  await bench.write({ zones });
  // As it stands in the JSON of the call.
  const words = JSON.stringify(printMembers(list));
  const tells = (name: string, { path, body }: { path: string; body: string }) =>
    path.includes(`/instances/${name}/setMetadata?`) && body.includes(words);
  const held = bench.barrier.hold("before", (call) => tells(untold, call));
  const { mark } = bench;
  const run = bench.startApply();
  await run.until(`${told} is told, and ${untold} would be`, () => {
    const calls = bench.journal(mark).filter((entry) => entry.kind === "call");
    return held.call && calls.find(({ path, body }) => tells(told, { path, body: JSON.stringify(body) }));
  });
  await run.kill();
  held.cut();
}

/** A deletion ends with what it has found, and with what to do. */
async function refuseDeletion(found: RegExp): Promise<void> {
  const { code, stderr } = await bench.quorate(["delete", "cluster.yaml", "--yes"]);
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining("[unknown-resources]") });
  expect(stderr).toMatch(found);
  expect(stderr).toMatch(/Run `quorate apply`/);
}

/** The locks that lie in the bucket. */
async function locks(): Promise<string[]> {
  const { items } = await ask(bench.cloud, "/storage/v1/b/acme-quorate/o");
  const names = (items as readonly { readonly name: string }[]).map(({ name }) =>
    name.slice(name.lastIndexOf("/") + 1),
  );
  return names.filter((name) => name.endsWith("lock"));
}

async function killTerraform({ pid }: Run): Promise<void> {
  for (const child of await childrenOf(pid)) process.kill(child, "SIGKILL");
}

async function interruptTwice(run: Run): Promise<void> {
  run.interrupt();
  await run.until("the first is heard", () => (run.output.includes("Interrupt again") ? true : undefined));
  run.interrupt();
}

/** Runs once more to the end: as if nothing had happened. */
async function finish(zones: string): Promise<void> {
  const said = await bench.apply({ zones });
  expect(said).toMatch(/Going on from apply by \S+@\S+, which ended without finishing/);
  expect(await restOf(bench.cloud)).toEqual(expectedRest(zones));
  expect(await locks()).toEqual([]);
  const [plan, terraform] = await Promise.all([bench.quorate(["plan", "cluster.yaml"]), bench.terraformPlan()]);
  expect([plan.code, terraform.code]).toEqual([0, 0]);
  ip ??= await endpointIp(bench.cloud);
  expect(await endpointIp(bench.cloud)).toBe(ip);
}

describe("R11: killed again and again, each time going on from what is there", () => {
  test.each<readonly [string, Point]>([
    ["after the address was reserved", { when: "after", method: "POST", path: /\/addresses\?/ }],
    ["before the first instance was created", { when: "before", method: "POST", path: /\/instances\?/ }],
  ])("creating one replica, %s", (_, point) => applyUntil("b", point), patience);

  test(
    "R7: a deletion is refused then: it would leave behind what no state knows",
    () =>
      refuseDeletion(
        /google_compute_disk\.etcd_life-b: projects\/acme-prod\/zones\/europe-west1-b\/disks\/life-b-etcd$/m,
      ),
    patience,
  );

  test(
    "creating one replica, after the first instance was created",
    () => applyUntil("b", { when: "after", method: "POST", path: /\/instances\?/ }),
    patience,
  );

  test(
    "and again, right after the next run has taken that one's place, and nothing else",
    () => applyUntil("b", { when: "after", method: "POST", path: /quorate\.lock&ifGenerationMatch=[1-9]/ }),
    patience,
  );

  test("it is created in the end", () => finish("b"), patience);

  test(
    "from one to three, after the second instance was created",
    () => applyUntil("bcd", { when: "after", method: "POST", path: /\/instances\?/ }),
    patience,
  );

  test(
    "R7: a deletion is refused then, too",
    () => refuseDeletion(/google_compute_instance\.replica_life-c: projects\/\S+\/instances\/life-c$/m),
    patience,
  );

  test(
    "from one to three, after only one of two replicas was told of the third, which no state knows",
    () => killHalfTold("bcd", ["life-c", "life-b"], { members: ["life-b", "life-c", "life-d"], remove: [] }),
    patience,
  );

  test(
    "and again, after the next run has told a replica more",
    () => applyUntil("bcd", { when: "after", method: "POST", path: /\/instances\/life-[bcd]\/setMetadata\?/ }),
    patience,
  );

  test.each<readonly [string, Point]>([
    ["after the backend service was created", { when: "after", method: "POST", path: /\/backendServices\?/ }],
    ["before the IP is freed", { when: "before", method: "POST", path: /\/deleteAccessConfig\?/ }],
    ["after the IP was freed", { when: "after", method: "POST", path: /\/deleteAccessConfig\?/ }],
    ["after the load balancer has taken the IP", { when: "after", method: "POST", path: /\/forwardingRules\?/ }],
  ])("from one to three, %s", (_, point) => applyUntil("bcd", point), patience);

  test("three replicas are there in the end", () => finish("bcd"), patience);

  test.each<readonly [string, Point]>([
    ["after a backend was drained", { when: "after", method: "POST", path: /\/removeInstances\?/ }],
    ["after a member was removed", { event: "member-removed", subject: "life-d" }],
    ["after its instance was deleted", { when: "after", method: "DELETE", path: /\/instances\/life-d\?/ }],
  ])("from three to one, %s", (_, point) => applyUntil("b", point), patience);

  test(
    "from three to one, after only the leaving replica was told that it is to leave",
    () => killHalfTold("b", ["life-c", "life-b"], { members: ["life-b"], remove: ["life-c"] }),
    patience,
  );

  test.each<readonly [string, Point]>([
    ["before the load balancer gives up the IP", { when: "before", method: "DELETE", path: /\/forwardingRules\// }],
    ["after it gave up the IP", { when: "after", method: "DELETE", path: /\/forwardingRules\// }],
    ["after the survivor has taken the IP", { when: "after", method: "POST", path: /\/addAccessConfig\?/ }],
    ["before the last instance is deleted", { when: "before", method: "DELETE", path: /\/instances\/life-c\?/ }],
  ])("from three to one, %s", (_, point) => applyUntil("b", point), patience);

  test("one replica is there in the end", () => finish("b"), patience);
});

describe("stopped in an orderly way, and beside another run", () => {
  let run: Run;

  test(
    "D9: while one apply runs, a second is refused and told who is at it",
    async () => {
      await bench.write({ zones: "bcd" });
      const held = bench.barrier.hold("before", ({ method, path }) => method === "POST" && /\/instances\?/.test(path));
      run = bench.startApply();
      await run.until("the first instance's creation", () => held.call);
      const second = await bench.quorate(["apply", "cluster.yaml", "--yes"]);
      expect(second.code).toBe(1);
      expect(second.stderr).toMatch(new RegExp(`apply by \\S+@\\S+ \\(process ${run.pid}\\) holds the lock`));
      run.interrupt();
      held.letGo();
    },
    patience,
  );

  test(
    "an interrupt ends the run by itself, with the way to go on, and leaves nothing locked",
    async () => {
      const { code, stderr, stdout } = await run.ended;
      expect(code).toBe(1);
      expect(stdout + stderr).toMatch(/interrupted.*\n(.*\n)*Run the same command again/);
      expect(await locks()).toEqual([]);
    },
    patience,
  );

  test.each<readonly [string, string, (run: Run) => Promise<void>]>([
    ["a Terraform that is killed alone, as for want of memory,", "was ended by SIGKILL", killTerraform],
    ["an interrupt that is repeated, which kills Terraform,", "interrupted", interruptTwice],
  ])(
    "%s ends the run too, and leaves nothing locked",
    async (_, why, end) => {
      const held = bench.barrier.hold("before", ({ method, path }) => method === "POST" && /\/instances\?/.test(path));
      run = bench.startApply();
      await run.until("an instance's creation", () => held.call);
      await end(run);
      const { code, stderr, stdout } = await run.ended;
      held.cut();
      expect(code).toBe(1);
      expect(stdout + stderr).toContain(why);
      expect(await locks()).toEqual([]);
    },
    patience,
  );

  test(
    "running it again finishes, without anybody to take over from",
    async () => {
      const said = await bench.apply({ zones: "bcd" });
      expect(said).not.toMatch(/Going on from/);
      expect(await restOf(bench.cloud)).toEqual(expectedRest("bcd"));
      expect(await endpointIp(bench.cloud)).toBe(ip);
    },
    patience,
  );
});

describe("R7: killed while it deletes the cluster", () => {
  const start = () => bench.start(["delete", "cluster.yaml", "--yes"]);
  let deleting = 0;

  test.each<readonly [string, CallPoint]>([
    ["after an instance was deleted", { when: "after", method: "DELETE", path: /\/instances\// }],
    ["after the address was deleted", { when: "after", method: "DELETE", path: /\/addresses\/life-endpoint\?/ }],
  ])(
    "%s",
    async (_, point) => {
      deleting ||= bench.mark;
      await killAt(point, start);
    },
    patience,
  );

  test(
    "nothing is left in the end",
    async () => {
      const { code, stderr } = await start().ended;
      expect({ code, stderr }).toMatchObject({ code: 0 });
      expect(await inventory(bench.cloud)).toEqual([]);
      expect(await locks()).toEqual([]);
    },
    patience,
  );

  test("R1 to R9: with all these deaths no call broke a safety rule, and the IP moved as often as it had to", () => {
    const { moves, violations } = judgeJournal(bench.journal(), { cluster: "life", deleting });
    expect(violations).toEqual([]);
    expect(moves.map(({ from, to }) => `${from} → ${to}`)).toEqual([
      "instance life-b → forwardingRule life-api",
      "forwardingRule life-api → instance life-b",
      "instance life-b → forwardingRule life-api",
    ]);
  });
});
