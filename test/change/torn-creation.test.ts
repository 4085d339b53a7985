import { describe, expect, test } from "@jest/globals";
import { planChange } from "../../src/change/plan-change.ts";
import type { Topology } from "../../src/topology/topology.ts";
import { atRest, withEndpoint } from "../topology/cluster-fixture.ts";
import { instances, named, onReplica, sick, story, unbalanced, zones } from "./torn-state.ts";

const [one, two, three] = [atRest("b"), atRest("b c"), atRest("b c d")];

/** The cluster after the step of this number of its creation. */
function created(target: Topology, step: number): Topology {
  const after = planChange(null, target).steps[step]?.after;
  if (!after) throw new Error(`the creation has no step ${step}`);
  return after;
}

describe("R4, R11: a new cluster's first step", () => {
  test("makes the first replica the only backend of a load balancer that holds the IP", () => {
    const [first] = planChange(null, atRest("d b c")).steps;
    expect(first).toMatchObject({ id: 1, kind: "create", subject: "prod-d", before: null });
    expect(first?.after).toEqual({
      ...withEndpoint(atRest("d b c"), {
        backends: named("d"),
        groups: zones("d"),
        backendService: { zones: zones("d") },
      }),
      replicas: instances(atRest("d b c"), "d"),
      members: named("d"),
      secretsWritable: true,
    });
    expect(first?.etcd).toEqual({
      before: { voters: 0, quorum: 0, tolerates: 0, healthy: null },
      after: { voters: 1, quorum: 1, tolerates: 0, healthy: null },
    });
  });

  test("makes a single replica the holder of the IP, without a load balancer", () => {
    expect(created(one, 0)).toEqual({ ...one, secretsWritable: true });
    expect(story(null, one)).toEqual(["create b", "seal-secrets prod"]);
    expect(created(one, 1)).toEqual(one);
  });

  const begun = created(three, 0);
  test.each<[string, Topology]>([
    ["the holder of the IP", withEndpoint(begun, { address: { on: "none" } })],
    ["the health check", withEndpoint(begun, { healthCheck: false })],
    ["the backend service", withEndpoint(begun, { backendService: null })],
    ["the zone in the backend service", withEndpoint(begun, { backendService: { zones: [] } })],
    ["the backend", withEndpoint(begun, { backends: [] })],
  ])("is taken again where all is there but %s", (_, torn) => {
    const [again, ...rest] = planChange(torn, three).steps;
    expect(again).toMatchObject({ kind: "create", subject: "prod-b", before: torn, after: begun });
    expect(rest.map(({ kind }) => kind)).toEqual(["create-replicas", "attach-backends"]);
  });

  test("is taken again for a single replica that does not hold the IP yet", () => {
    expect(story(withEndpoint(created(one, 0), { address: { on: "none" } }), one)).toEqual([
      "create b",
      "seal-secrets prod",
    ]);
  });

  test("is not taken again where all of it is there", () => {
    expect(story(begun, three)).toEqual(["create-replicas prod", "attach-backends prod"]);
  });

  test("is taken again, for the replica that exists, where the file has come to ask for something else", () => {
    expect(story(begun, one)).toEqual(["create b", "seal-secrets prod"]);
    expect(story(created(one, 0), three)).toEqual(["create b", "create-replicas prod", "attach-backends prod"]);
    const [others] = planChange(begun, atRest("c d e@b")).steps;
    expect(others).toMatchObject({ kind: "create-replicas", after: { members: named("b c d e") } });
  });

  test("goes on with the replica that may initialise, whoever comes before it by name", () => {
    const mixed = { ...withEndpoint(created(atRest("d b c"), 1), { address: { on: "none" } }), secretsWritable: true };
    expect(planChange(mixed, atRest("d b c")).steps[0]).toMatchObject({ kind: "create", subject: "prod-d" });
  });

  test("a single replica under another name is added when the first one was created", () => {
    expect(story(created(one, 0), atRest("c"))).toEqual([
      "seal-secrets prod",
      "add-replica c",
      "move-address prod",
      "remove-member b",
      "delete-replica b",
    ]);
  });

  test("the right to write secrets is not withdrawn while nobody is known to be a member", () => {
    expect(story({ ...created(one, 0), members: [] }, one)).toEqual(["add-replica b", "seal-secrets prod"]);
  });

  test("has a replica, or the topology is none", () => {
    expect(() => planChange(null, { ...three, replicas: [] })).toThrow("has a replica");
  });
});

describe("R1, R11: the other replicas of a new cluster come in one step", () => {
  const whole = created(three, 1);

  test("with their groups; the right to write secrets goes in the same step", () => {
    const [, others] = planChange(null, three).steps;
    expect(others).toMatchObject({
      kind: "create-replicas",
      subject: "prod",
      after: withEndpoint(three, { backends: named("b"), backendService: { zones: zones("b") } }),
      endpoint: { interruption: "none" },
    });
    expect(whole.replicas.map(({ role }) => role)).toEqual(["init", "join", "join"]);
  });

  test("which is taken again where some exist, some do not, and nobody was told", () => {
    const torn = { ...whole, replicas: instances(whole, "b c"), members: named("b"), secretsWritable: true };
    const [again, ...rest] = planChange(torn, three).steps;
    expect(again).toMatchObject({ kind: "create-replicas", after: whole });
    expect(rest.map(({ kind }) => kind)).toEqual(["attach-backends"]);
  });

  test("and where all exist, more than one of them untold, and the secrets are sealed already", () => {
    const torn = { ...whole, members: named("b") };
    expect(planChange(torn, three).steps[0]).toMatchObject({ kind: "create-replicas", after: whole });
    const single = { ...withEndpoint(three, { ...unbalanced, ...onReplica("b") }), members: named("b") };
    expect(story(single, three)).toEqual(["create-replicas prod", "build-balancer prod", "move-address prod"]);
  });

  test("then those who are members already vote before the step, and no other", () => {
    const four = atRest("b c d e@b");
    const torn = { ...withEndpoint(four, { backends: named("b c") }), members: named("b c") };
    const [again] = planChange(torn, four).steps;
    expect(again?.gates.filter(({ when }) => when === "before")).toEqual([
      { when: "before", check: "member-votes", subject: "prod-b" },
      { when: "before", check: "member-votes", subject: "prod-c" },
    ]);
    expect(again?.gates.filter(({ when }) => when === "after").map(({ subject }) => subject)).toEqual(named("d d e e"));
  });

  test("nobody waits for a member without an instance", () => {
    const torn = { ...withEndpoint(three, { backends: named("b") }), members: named("b e") };
    const gates = planChange(torn, three).steps[0]?.gates ?? [];
    expect(gates.map(({ subject }) => subject)).toEqual(named("b c c d d"));
  });

  test("where all are there, only the right to write secrets is withdrawn", () => {
    const [seal, ...rest] = planChange({ ...whole, secretsWritable: true }, three).steps;
    expect(seal).toMatchObject({
      kind: "seal-secrets",
      subject: "prod",
      after: whole,
      endpoint: { interruption: "none" },
    });
    expect(seal?.gates).toEqual([{ when: "before", check: "member-votes", subject: "prod-b" }]);
    expect(rest.map(({ kind }) => kind)).toEqual(["attach-backends"]);
  });
});

describe("R1, R11: a replica that exists and that not all members know of", () => {
  const torn = { ...withEndpoint(three, { backends: named("b c") }), members: named("b c") };

  test("is told to all, alone, and keeps its instance", () => {
    const [add, ...rest] = planChange(torn, three).steps;
    expect(add).toMatchObject({
      kind: "add-replica",
      subject: "prod-d",
      before: torn,
      after: withEndpoint(three, { backends: named("b c") }),
    });
    expect(rest.map(({ kind }) => kind)).toEqual(["attach-backend"]);
  });

  test("R2: not while another is down, but also if it is not healthy itself", () => {
    const plain = { kind: "none" } as const;
    expect(story(torn, three, plain, sick(three, "c"))).toEqual(["Q054"]);
    expect(story(torn, three, plain, sick(three, "d"))).toEqual(["add-replica d", "attach-backend d"]);
  });

  test("is told before the IP moves, and before another one is added", () => {
    const building = withEndpoint(torn, { ...unbalanced, ...onReplica("b") });
    expect(story(building, atRest("b c d e@b"))).toEqual([
      "add-replica d",
      "build-balancer prod",
      "move-address prod",
      "add-replica e",
      "attach-backend e",
    ]);
  });

  test.each<[string, Topology]>([
    ["not wanted any more", two],
    ["wanted in another zone", atRest("b c d@x")],
  ])("leaves like a member where it is %s", (_, target) => {
    expect(story(torn, target).slice(0, 3)).toEqual(["drain-backend d", "remove-member d", "delete-replica d"]);
  });
});
