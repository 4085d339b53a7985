import { expect, test } from "@jest/globals";
import { drainBackend } from "../../src/change/endpoint/load-balanced/backends.ts";
import { planChange } from "../../src/change/plan-change.ts";
import type { Topology } from "../../src/topology/topology.ts";
import { atRest } from "../kit/cluster/cluster-fixture.ts";

/** Where the run was that drained a replica, and died before it saw the traffic gone. */
function afterDraining(from: Topology, to: Topology): Topology | null | undefined {
  return planChange(from, to).steps.find(({ kind }) => kind === "drain-backend")?.after;
}

test.each([
  ["remove-member", atRest("b c d"), atRest("b c")],
  ["update-replica", atRest("b c d"), atRest("b! c d")],
])("R3, R12: a run that goes on with %s waits until no traffic reaches the replica", (kind, from, to) => {
  const [step] = planChange(afterDraining(from, to) ?? null, to).steps;
  expect(step).toMatchObject({ kind });
  expect(step?.gates).toContainEqual({ when: "before", check: "drained", subject: step?.subject });
});

test.each(["dead", "unknown"] as const)(
  "R3: so it does where the replica is %s, because an API server may answer whose agent is silent or whose etcd is ill",
  (seen) => {
    const [from, to] = [atRest("b c d"), atRest("b c")];
    const health = { "prod-b": "healthy", "prod-c": "healthy", "prod-d": seen } as const;
    const [step] = planChange(afterDraining(from, to) ?? null, to, { kind: "none" }, health).steps;
    expect(step).toMatchObject({ kind: "remove-member", subject: "prod-d" });
    expect(step?.gates).toContainEqual({ when: "before", check: "drained", subject: "prod-d" });
  },
);

test("R3: nobody waits for the traffic of a replica whose instance is gone", () => {
  const [from, to] = [atRest("b c d"), atRest("b c")];
  const health = { "prod-b": "healthy", "prod-c": "healthy", "prod-d": "dead" } as const;
  const drained = afterDraining(from, to) ?? from;
  const replicas = drained.replicas.filter(({ name }) => name !== "prod-d");
  const [step] = planChange({ ...drained, replicas }, to, { kind: "none" }, health).steps;
  expect(step).toMatchObject({ kind: "remove-member", subject: "prod-d" });
  expect(step?.gates.map(({ check }) => check)).not.toContain("drained");
});

test("R11: the last of two replicas that are created anew is replaced too by a run that starts with it alone", () => {
  const to = atRest("b@c c@d");
  const [remaining] = planChange(atRest("b c"), to)
    .steps.flatMap(({ after }) => after ?? [])
    .filter(({ replicas, members }) => replicas.length === 1 && members.length === 1);
  expect(remaining).toBeDefined();
  const { steps, diagnostics } = planChange(remaining ?? null, to);
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  expect(steps.at(-1)?.after).toMatchObject({ members: ["prod-b", "prod-c"] });
});

test.each([
  [["prod-c"], ["prod-b"]],
  [
    ["prod-b", "prod-c"],
    ["prod-b", "prod-c"],
  ],
])("R3: of the other backends, where %j are dead, %j have to be ready before one is drained", (dead, waited) => {
  const current = atRest("b c d");
  const health = Object.fromEntries(dead.map((name) => [name, "dead" as const]));
  const [, , replica] = current.replicas;
  if (replica === undefined) throw new Error("the fixture has three replicas");
  const drain = drainBackend({ current, target: atRest("b c"), health, acceptOutage: false }, replica);
  const before = drain?.gates?.filter(({ when }) => when === "before");
  expect(before).toEqual(waited.map((subject) => ({ when: "before", check: "api-ready", subject })));
});
