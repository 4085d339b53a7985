import { describe, expect, test } from "@jest/globals";
import { planChange } from "../../../src/change/plan-change.ts";
import type { ChangePlan } from "../../../src/plan/step.ts";
import type { Topology } from "../../../src/topology/topology.ts";
import { atRest, withEndpoint } from "../../kit/cluster/cluster-fixture.ts";
import { named } from "../../kit/cluster/torn-state.ts";

const accepted = { kind: "none", acceptOutage: true } as const;
const story = ({ steps }: ChangePlan) => steps.map(({ kind, subject }) => `${kind} ${subject}`);

/** Everybody's health in a cluster of which some are dead. */
function health({ replicas }: Topology, ...dead: string[]) {
  return Object.fromEntries(replicas.map(({ name }) => [name, dead.includes(name) ? "dead" : "healthy"] as const));
}

describe("R12: a restart beside another voter that is not healthy", () => {
  const [from, to] = [atRest("b c"), atRest("b! c")];

  test.each([[accepted], [{ kind: "none" } as const]])(
    "is refused where the two were a quorum together, accepted or not: it is the other that is in the way (%o)",
    (request) => {
      const plan = planChange(from, to, request, health(from, "prod-c"));
      expect(plan.steps).toEqual([]);
      expect(plan.diagnostics).toEqual([
        expect.objectContaining({
          code: "Q053",
          message: expect.stringMatching(/prod-b cannot be restarted while prod-c is not healthy/),
          remedy: expect.stringMatching(/^Start or reset the instance of prod-c/),
        }),
      ]);
    },
  );

  test("of one that is not healthy itself comes first, because it may cure it", () => {
    const both = atRest("b! c!");
    const plan = planChange(from, both, accepted, health(from, "prod-c"));
    expect(story(plan)).toEqual(["update-replica prod-c", "update-replica prod-b"]);
    expect(plan.steps.map(({ endpoint }) => endpoint.interruption)).toEqual(["outage", "outage"]);
  });

  test("comes before the removal of healthy ones, after which they could not decide any more", () => {
    const five = atRest("b c d e@b f@c");
    const plan = planChange(five, atRest("b! c d"), undefined, health(five, "prod-c"));
    expect(story(plan).slice(0, 2)).toEqual(["drain-backend prod-b", "update-replica prod-b"]);
    expect(plan.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    const gates = plan.steps.find(({ kind }) => kind === "update-replica")?.gates.map(({ check }) => check);
    expect(gates).not.toContain("etcd-healthy");
  });

  test("names all that are not", () => {
    const five = atRest("b c d e@b f@c");
    const plan = planChange(five, atRest("b! c d e@b f@c"), undefined, health(five, "prod-c", "prod-d"));
    expect(plan.diagnostics).toMatchObject([
      { code: "Q053", message: expect.stringContaining("while prod-c, prod-d is") },
    ]);
  });

  test("names `quorate replace` as the way out where a quorum is left to decide on it", () => {
    const three = atRest("b c d");
    const plan = planChange(three, atRest("b! c d"), accepted, health(three, "prod-c"));
    expect(plan.diagnostics).toEqual([
      expect.objectContaining({ code: "Q053", remedy: expect.stringMatching(/Replace prod-c first/) }),
    ]);
  });
});

describe("starting a replica that somebody has stopped", () => {
  const stopped = (topology: Topology, ...names: string[]): Topology => ({
    ...topology,
    replicas: topology.replicas.map((each) => (names.includes(each.name) ? { ...each, running: false } : each)),
  });
  const gatesOf = ({ steps }: ChangePlan) =>
    steps.map(({ gates }) => gates.map(({ when, check, subject }) => `${when} ${check} ${subject}`));
  const votes = (name: string) => [`after member-votes ${name}`, `after api-ready ${name}`];

  test("waits until every voter is healthy where all others are", () => {
    const from = stopped(atRest("b c d"), "prod-b");
    const plan = planChange(from, atRest("b c d"), undefined, health(from, "prod-b"));
    expect(gatesOf(plan)).toEqual([[...votes("prod-b"), "after etcd-healthy prod-b"]]);
  });

  test("does not wait for one that is down, but for the vote alone, on which a quorum has to agree", () => {
    const to = atRest("b c d e@b f@c");
    const from = stopped(to, "prod-c");
    const plan = planChange(from, to, undefined, health(from, "prod-b", "prod-c"));
    expect(gatesOf(plan)).toEqual([votes("prod-c")]);
  });

  test("is planned where quorum is lost: who runs may be silent for want of a quorum only", () => {
    const from = stopped(atRest("b c"), "prod-c");
    const plan = planChange(from, atRest("b c"), undefined, health(from, "prod-b", "prod-c"));
    expect(story(plan)).toEqual(["update-replica prod-c"]);
    expect(gatesOf(plan)).toEqual([votes("prod-c")]);
  });

  test.each([
    ["nobody looked", null],
    ["somebody looked", { "prod-b": "healthy", "prod-c": "dead", "prod-d": "dead" } as const],
  ])("waits for nobody's vote before there can be a quorum again (%s)", (_, seen) => {
    const from = stopped(atRest("b c d e@b"), "prod-c", "prod-d", "prod-e");
    const plan = planChange(from, atRest("b c d e@b"), undefined, seen && { ...seen, "prod-e": "dead" });
    expect(story(plan)).toEqual(["update-replica prod-c", "update-replica prod-d", "update-replica prod-e"]);
    expect(gatesOf(plan)).toEqual([[], [...votes("prod-d")], [...votes("prod-e"), "after etcd-healthy prod-e"]]);
  });

  test.each([
    [
      "is the way out of a refusal that may be there for want of a quorum only",
      "b c",
      "b c d",
      "c",
      "b c",
      "Start prod-c, which somebody",
    ],
    ["of several, too", "b c d", "b c d e@b f@c", "c d", "b c d", "Start prod-c, prod-d, which somebody"],
    [
      "is none where there is a quorum",
      "b c d e@b f@c",
      "b c d e@b f@c g@d h@b",
      "c",
      "c d",
      "Repair prod-d, or remove",
    ],
  ])("%s", (_, before, after, stops, down, remedy) => {
    const from = stopped(atRest(before), ...named(stops));
    const { steps, diagnostics } = planChange(from, atRest(after), undefined, health(from, ...named(down)));
    expect(steps).toEqual([]);
    expect(diagnostics).toMatchObject([{ code: "Q054", remedy: expect.stringMatching(`^${remedy}`) }]);
  });

  test("comes before the removal of a member whose instance has vanished, where that lacks a quorum", () => {
    const whole = atRest("b c d");
    const from = {
      ...withEndpoint(stopped(whole, "prod-c"), { backends: ["prod-b", "prod-c"] }),
      replicas: stopped(whole, "prod-c").replicas.filter(({ name }) => name !== "prod-d"),
    };
    const plan = planChange(from, atRest("b c"), undefined, health(from, "prod-c"));
    expect(story(plan).slice(0, 2)).toEqual(["update-replica prod-c", "remove-member prod-d"]);
    expect(plan.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  });
});
