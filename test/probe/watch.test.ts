import { expect, test } from "@jest/globals";
import { healthOf } from "../../src/probe/health.ts";
import { Watch } from "../../src/probe/watch.ts";
import { atRest } from "../kit/cluster/cluster-fixture.ts";

const topology = atRest("b");
const report = (sequence: number, changes = {}) =>
  JSON.stringify({
    name: "prod-b",
    memberId: "8e9e05c52164694d",
    role: "leader",
    voters: ["prod-b"],
    learners: [],
    alarms: [],
    drained: false,
    apiReady: true,
    sequence,
    ...changes,
  });

/** A watch that reads these texts one after another, a second apart. */
function watching(...texts: (string | undefined)[]): () => Promise<string> {
  let now = 0;
  const watch = new Watch(
    async () => texts.shift(),
    () => now,
  );
  return async () => {
    now += 1000;
    return healthOf(topology, await watch.look(topology.replicas))["prod-b"] ?? "missing";
  };
}

test("a report is believed only once its sequence has moved", async () => {
  const look = watching(report(1), report(1), report(2), report(2));
  expect([await look(), await look(), await look(), await look()]).toEqual([
    "unknown",
    "unknown",
    "healthy",
    "healthy",
  ]);
});

test("a sequence that stands still becomes unknown again", async () => {
  let now = 0;
  let sequence = 1;
  const watch = new Watch(
    async () => report(sequence),
    () => now,
  );
  await watch.look(topology.replicas);
  sequence = 2;
  expect((await watch.look(topology.replicas)).size).toBe(1);
  now = 45_001;
  expect((await watch.look(topology.replicas)).size).toBe(0);
});

test("a move between two looks that lie far apart is of the past, and the next one counts", async () => {
  let now = 0;
  let sequence = 1;
  const watch = new Watch(
    async () => report(sequence),
    () => now,
  );
  await watch.look(topology.replicas);
  [now, sequence] = [600_000, 2];
  expect((await watch.look(topology.replicas)).size).toBe(0);
  [now, sequence] = [601_000, 3];
  expect((await watch.look(topology.replicas)).size).toBe(1);
});

test("what a replica said before it was stopped is no sign of life, also where its last word was not seen yet", async () => {
  let sequence = 1;
  const watch = new Watch(
    async () => report(sequence),
    () => 0,
  );
  const look = async () => (await watch.look(topology.replicas)).size;
  await look();
  sequence = 2;
  expect(await look()).toBe(1);
  sequence = 3;
  watch.forget("prod-b");
  expect([await look(), await look()]).toEqual([0, 0]);
  sequence = 4;
  expect(await look()).toBe(1);
});

test("a sequence that begins anew after a reboot counts as a sign of life", async () => {
  const look = watching(report(90), report(1));
  expect([await look(), await look()]).toEqual(["unknown", "healthy"]);
});

test.each([
  ["another replica's name", report(2, { name: "prod-c" })],
  ["no JSON", "ok"],
  ["another shape", JSON.stringify({ name: "prod-b", sequence: 2 })],
])("a report with %s is none, because any process on an instance may write there", async (_, text) => {
  const look = watching(report(1), text);
  await look();
  expect(await look()).toBe("unknown");
});

test.each([
  ["does not vote", { role: "learner" }],
  ["has an API server that is not ready", { apiReady: false }],
  ["raises an alarm", { alarms: ["CORRUPT"] }],
])("a replica that %s is not healthy", async (_, changes) => {
  const look = watching(report(1, changes), report(2, changes));
  await look();
  expect(await look()).toBe("dead");
});
