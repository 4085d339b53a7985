import { describe, expect, test } from "@jest/globals";
import { drain, release } from "../../src/change/endpoint/endpoint-steps.ts";
import { gatesOf } from "../../src/change/required-gates.ts";
import { type Proposal, type Situation, stays } from "../../src/change/situation.ts";
import { addReplica } from "../../src/change/voters/add-replica.ts";
import { changeVoters } from "../../src/change/voters/membership.ts";
import { repair } from "../../src/change/voters/repair.ts";
import { replaceReplica } from "../../src/change/voters/replace-replica.ts";
import { enrolled, type Fleet, fleetsOf, serving, voting } from "../../src/topology/fleet.ts";
import type { Topology } from "../../src/topology/topology.ts";
import { atRest, endpointOf, withEndpoint } from "../kit/cluster/cluster-fixture.ts";
import { named } from "../kit/cluster/torn-state.ts";

const [two, three] = [atRest("b c"), atRest("b c d")];
const [stacked] = fleetsOf(three);
if (stacked === undefined) throw new Error("a cluster has a fleet");
/** Instances that run an API server, while etcd runs elsewhere; and the other way round. */
const servers: Fleet = { ...stacked, votes: false };
const voters: Fleet = { ...stacked, serves: false };

function between(current: Topology, target: Topology): Situation {
  return { current, target, health: null, acceptOutage: false };
}

function gates(proposal: Proposal | undefined, fleet: Fleet): string[] {
  if (proposal === undefined) throw new Error("nothing is proposed");
  return gatesOf(proposal, null, [fleet]).map(({ when, check, subject }) => `${when} ${check} ${subject}`);
}

test("replicas both vote and serve", () => {
  expect([voting(three), serving(three)]).toEqual([stacked, stacked]);
});

describe("of instances that only serve, etcd is not asked", () => {
  test("one more is no member, and the endpoint is made ready for it", () => {
    const add = addReplica(between(two, three), servers);
    expect(add?.after).toMatchObject({ members: named("b c"), endpoint: { groups: endpointOf(three).groups } });
    expect(gates(add, servers)).toEqual(["after api-ready prod-d"]);
  });

  test("all of them are part of the cluster, members or not", () => {
    expect(enrolled({ ...three, members: named("b") }, servers)).toEqual(named("b c d"));
    expect(enrolled({ ...three, members: named("b") }, voters)).toEqual(named("b"));
  });

  test("one that is restarted is drained, whatever leads etcd", () => {
    const drained = withEndpoint(three, { backends: named("b c") });
    const replicas = three.replicas.map((each) => (each.name === "prod-d" ? { ...each, machineType: "n2" } : each));
    const restart = { ...update, subject: "prod-d", before: drained, after: { ...drained, replicas } };
    expect(gates(restart, servers)).toEqual(["before drained prod-d"]);
  });

  test("one that leaves is drained and deleted", () => {
    const drained = withEndpoint(three, { backends: named("b c"), backendService: { zones: endpointOf(two).groups } });
    expect(changeVoters(between(three, two), servers)).toMatchObject({ kind: "drain-backend", subject: "prod-d" });
    expect(changeVoters(between(drained, two), servers)).toMatchObject({ kind: "delete-replica", subject: "prod-d" });
    expect(repair(between(three, two), servers)).toBeUndefined();
    expect(repair(between({ ...three, members: ["etcd-1"] }, two), servers)).toBeUndefined();
  });

  test("it has no membership to lose", () => {
    const gone = { ...two, members: three.members };
    expect(gates({ ...update, subject: "prod-d", before: three, after: gone }, servers)).toEqual([]);
  });
});

describe("of instances that only vote, the endpoint knows nothing", () => {
  test("one more is a member, and nothing is made ready for its traffic", () => {
    const add = addReplica(between(two, three), voters);
    expect(add?.after).toMatchObject({ members: named("b c d"), endpoint: two.endpoint });
    expect(gates(add, voters)).toEqual(["before etcd-healthy prod-d", "after member-votes prod-d"]);
  });

  test("one that restarts or leaves has no traffic to be taken away", () => {
    const [replica] = three.replicas;
    if (replica === undefined) throw new Error("the fixture has three replicas");
    const situation = between(three, three);
    expect([drain(situation, stacked, replica)?.kind, release(situation, stacked, replica)?.kind]).toEqual([
      "drain-backend",
      "drain-backend",
    ]);
    expect([drain(situation, voters, replica), release(situation, voters, replica)]).toEqual([undefined, undefined]);
  });

  test("one that votes is finished, and may be replaced, though it gets no traffic", () => {
    const current = withEndpoint(three, { backends: named("b c") });
    const begun = (fleet: Fleet) => replaceReplica(fleet, current, three, { kind: "replace", replica: "prod-d" }, null);
    expect(begun(stacked)).toMatchObject({ said: [{ code: "Q059" }] });
    expect(begun(voters)).toMatchObject({ step: { kind: "mark-replica", subject: "prod-d" } });
  });
});

test("an instance does not stay where none is wanted under its name", () => {
  const [replica] = three.replicas;
  expect(replica && stays(replica, undefined)).toBe(false);
});

const update = { kind: "update-replica", title: "", endpoint: { interruption: "none", reason: "" } } as const;
