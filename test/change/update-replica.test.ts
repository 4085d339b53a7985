import { describe, expect, test } from "@jest/globals";
import type { ChangePlan } from "../../src/change/change-plan.ts";
import { planChange } from "../../src/change/plan-change.ts";
import type { Topology } from "../../src/topology/topology.ts";
import { atRest } from "../topology/cluster-fixture.ts";

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
          remedy: expect.stringMatching(/start or reset the instance of prod-c/),
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

  test("names `quorate replace` as the way out where a quorum is left to decide on it", () => {
    const three = atRest("b c d");
    const plan = planChange(three, atRest("b! c d"), accepted, health(three, "prod-c"));
    expect(plan.diagnostics).toEqual([
      expect.objectContaining({ code: "Q053", remedy: expect.stringMatching(/Replace prod-c first/) }),
    ]);
  });
});
