import { describe, expect, test } from "@jest/globals";
import { gatesOf } from "../../src/change/required-gates.ts";
import type { Proposal } from "../../src/change/situation.ts";
import type { Health } from "../../src/plan/health.ts";
import type { Topology } from "../../src/topology/topology.ts";
import { atRest, withEndpoint } from "../kit/cluster/cluster-fixture.ts";
import { named, sick } from "../kit/cluster/torn-state.ts";

const [two, three] = [atRest("b c"), atRest("b c d")];

/** A step that nobody has given a gate, or only these. */
function step(
  before: Topology | null,
  after: Topology | null,
  gates?: Proposal["gates"],
  subject = "prod-d",
): Proposal {
  const endpoint = { interruption: "none", reason: "" } as const;
  return { kind: "update-settings", title: "", subject, before, after, endpoint, ...(gates ? { gates } : {}) };
}

function asked(proposal: Proposal, health: Health = null): string[] {
  return gatesOf(proposal, health).map(({ when, check, subject }) => `${when} ${check} ${subject}`);
}

describe("gates follow from what a step does, whoever proposes it", () => {
  const told = { ...three, members: named("b c"), remove: named("d") };
  const bare = (topology: Topology) => ({
    ...topology,
    replicas: topology.replicas.map((each) => ({ ...each, deletionProtection: each.name !== "prod-d" })),
  });
  const bigger = {
    ...three,
    replicas: three.replicas.map((each) => (each.name === "prod-d" ? { ...each, machineType: "e2-standard-8" } : each)),
  };

  test("R1, R4: who comes votes and is ready, before anything else happens", () => {
    expect(asked(step(two, three))).toEqual(["after member-votes prod-d", "after api-ready prod-d"]);
    expect(asked(step({ ...three, members: named("b c") }, three))).toEqual([
      "after member-votes prod-d",
      "after api-ready prod-d",
    ]);
  });

  const removal = ["before quorum-without prod-d", "after member-absent prod-d", "after etcd-healthy prod-d"];
  test("R2: the others are a quorum without one that loses its membership, and healthy then", () => {
    expect(asked(step(three, told))).toEqual(removal);
    expect(asked(step(told, bare(told)))).toEqual(removal);
    expect(asked(step(told, told))).toEqual([]);
  });

  test("R2: where another is down, a quorum is enough", () => {
    expect(asked(step(three, told), sick(three, "c"))).toContain("after quorum-while-down prod-d");
    expect(asked(step(three, told), sick(three, "d"))).toContain("after etcd-healthy prod-d");
  });

  test("R3: it was drained before", () => {
    const drained = (topology: Topology) => withEndpoint(topology, { backends: named("b c") });
    expect(asked(step(drained(three), drained(told)))).toEqual(["before drained prod-d", ...removal]);
  });

  test("R3: an instance, or what is left of it, goes when etcd does not know it any more", () => {
    const deletion = ["before member-absent prod-d", "after etcd-healthy prod-d"];
    expect(asked(step(told, two))).toEqual(deletion);
    expect(asked(step({ ...two, remains: [{ name: "prod-d", address: true }] }, two))).toEqual(deletion);
    expect(asked(step({ ...two, remove: named("d") }, two))).toEqual(deletion);
    expect(asked(step(bare(told), { ...two, remove: named("d") }))).toEqual([]);
  });

  test("R12: who stops is neither needed for a quorum nor the leader", () => {
    expect(asked(step(three, bigger))).toEqual(["before quorum-while-down prod-d", "before not-leader prod-d"]);
  });

  test("R12: nothing is waited for where the others are no quorum, nor of one that is stopped", () => {
    const stopped = { ...three, replicas: three.replicas.map((each) => ({ ...each, running: false })) };
    expect(asked(step(three, bigger), sick(three, "c"))).toEqual([]);
    expect(asked(step(stopped, bigger))).toEqual([]);
  });

  test("they stand around those that the step has of its own", () => {
    const own = [{ when: "before", check: "api-ready", subject: "prod-b" } as const];
    expect(asked(step(three, told, own))).toEqual([removal[0], "before api-ready prod-b", ...removal.slice(1)]);
  });

  test("what creates or deletes a whole cluster has only its own", () => {
    const own = [{ when: "after", check: "api-ready", subject: "prod-d" } as const];
    expect(asked(step(null, three, own))).toEqual(["after api-ready prod-d"]);
    expect(asked(step(three, null))).toEqual([]);
  });
});
