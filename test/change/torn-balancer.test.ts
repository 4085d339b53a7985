import { describe, expect, test } from "@jest/globals";
import type { Step } from "../../src/change/change-plan.ts";
import { planChange } from "../../src/change/plan-change.ts";
import type { LoadBalanced } from "../../src/topology/endpoint/load-balanced.ts";
import type { Topology } from "../../src/topology/topology.ts";
import { atRest, endpointOf, withEndpoint } from "../topology/cluster-fixture.ts";
import { instances, named, onReplica, sick, story, unbalanced, zones } from "./torn-state.ts";

const gatesOf = (step: Step | undefined) =>
  step?.gates.map(({ check, subject }) => `${check} ${subject.replace(/^prod-/, "")}`);
const [one, two, three] = [atRest("b"), atRest("b c"), atRest("b c d")];

describe("R6: the IP moves to the load balancer only when all of it is there", () => {
  const built = withEndpoint(three, onReplica("b"));

  test("it moves at once where nothing is missing", () => {
    expect(story(built, three)).toEqual(["move-address prod"]);
  });

  test.each<[string, Topology]>([
    ["the health check", withEndpoint(built, { healthCheck: false })],
    ["the membership of one replica", withEndpoint(built, { backends: named("b c") })],
    ["one zone of the backend service", withEndpoint(built, { backendService: { zones: zones("b c") } })],
    ["the backend service", withEndpoint(built, { backendService: null })],
    ["everything", withEndpoint(built, unbalanced)],
  ])("it is built where a torn step has left it without %s", (_, torn) => {
    const [build, ...rest] = planChange(torn, three).steps;
    expect(build).toMatchObject({ kind: "build-balancer", subject: "prod", after: built });
    expect(build?.gates.map(({ subject }) => subject)).toEqual(named("b b c c d d"));
    expect(rest.map(({ kind }) => kind)).toEqual(["move-address"]);
  });

  test("R4: it waits for one that is down where somebody serves meanwhile", () => {
    const torn = withEndpoint(built, unbalanced);
    const [build] = planChange(torn, three, undefined, sick(torn, "c")).steps;
    expect(build).toMatchObject({ kind: "build-balancer", after: { endpoint: { backends: named("b c d") } } });
    expect(gatesOf(build)).toEqual(["b", "c", "d"].flatMap((name) => [`member-votes ${name}`, `api-ready ${name}`]));
  });

  test("it is built without one that is down where that holds the IP, so that somebody serves", () => {
    const torn = withEndpoint(built, unbalanced);
    const [build, move, ...rest] = planChange(torn, three, undefined, sick(torn, "b")).steps;
    expect(build).toMatchObject({ kind: "build-balancer", after: { endpoint: { backends: named("c d") } } });
    expect(gatesOf(build)).toEqual(["c", "d"].flatMap((name) => [`member-votes ${name}`, `api-ready ${name}`]));
    expect(move?.kind).toBe("move-address");
    expect(rest).toMatchObject([{ kind: "attach-backend", subject: "prod-b" }]);
  });

  test("one that is down and a backend already is not waited for: it has the traffic that it gets", () => {
    const torn = withEndpoint(built, { ...unbalanced, backends: named("c") });
    const [build] = planChange(torn, three, undefined, sick(torn, "c")).steps;
    expect(gatesOf(build)).toEqual(["b", "d"].flatMap((name) => [`member-votes ${name}`, `api-ready ${name}`]));
  });

  test("it is built early, with who stays, where the holder of the IP is to leave", () => {
    const [build, move] = planChange(withEndpoint(two, { ...onReplica("b"), ...unbalanced }), atRest("c d e@b")).steps;
    expect(build).toMatchObject({ kind: "build-balancer", after: { endpoint: { backends: named("c") } } });
    expect(move).toMatchObject({ kind: "move-address", after: { endpoint: { address: { on: "loadBalancer" } } } });
  });

  test("it is not built while nobody is there who stays", () => {
    expect(story(one, atRest("c d e@b")).slice(0, 3)).toEqual([
      "add-replica c",
      "build-balancer prod",
      "move-address prod",
    ]);
  });

  test.each<[string, Partial<LoadBalanced>]>([
    ["nothing", unbalanced],
    ["no backend service", { ...unbalanced, backends: named("b c"), healthCheck: true }],
    ["no health check", { ...unbalanced, backends: named("b c"), backendService: { zones: zones("b c") } }],
    ["no backend", { ...unbalanced, healthCheck: true, backendService: { zones: zones("b c") } }],
  ])("it waits for more replicas where the holder stays, and the IP for it, while there is %s", (_, parts) => {
    expect(story(withEndpoint(two, { ...onReplica("b"), ...parts }), atRest("b c d e@b"))).toEqual([
      "add-replica d",
      "build-balancer prod",
      "move-address prod",
      "add-replica e",
      "attach-backend e",
    ]);
  });

  test("R3: a backend that is to leave stays one until it is drained", () => {
    const target = atRest("b c");
    const [build, ...rest] = planChange(
      withEndpoint(built, { backends: named("d"), backendService: { zones: zones("d") } }),
      target,
    ).steps;
    expect(build).toMatchObject({ kind: "build-balancer", after: { endpoint: { backends: named("b c d") } } });
    expect(rest.map(({ kind }) => kind)).toEqual(["move-address", "drain-backend", "remove-member", "delete-replica"]);
  });

  test("R4: a backend that is no member is none of those that the IP moves to", () => {
    const stray = {
      ...withEndpoint(atRest("b c d e@b"), { backends: named("b e"), ...onReplica("b") }),
      members: named("b c d"),
    };
    const [build] = planChange(stray, three).steps;
    expect(build).toMatchObject({ kind: "build-balancer", after: { endpoint: { backends: named("b c d") } } });
    expect(build?.gates.map(({ subject }) => subject)).not.toContain("prod-e");
  });
});

describe("R4: a load balancer that holds the IP gets what it lacks", () => {
  test.each<[string, Partial<LoadBalanced>, string]>([
    ["its backend service", { backendService: null }, "attach-backends prod"],
    ["two backends", { backends: named("b") }, "attach-backends prod"],
    ["one backend", { backends: named("b d") }, "attach-backend c"],
    ["one zone", { backendService: { zones: zones("b c") } }, "attach-backend d"],
  ])("%s", (_, torn, step) => {
    expect(story(withEndpoint(three, torn), three)).toEqual([step]);
    expect(planChange(withEndpoint(three, torn), three).steps[0]?.after).toEqual(three);
  });

  test("but not a replica that is about to restart", () => {
    const steps = story(withEndpoint(three, { backends: named("c d") }), atRest("b! c d"));
    expect(steps[0]).toMatch(/^(drain-backend|update-replica) b$/);
  });
});

describe("what is left of a load balancer goes where a replica holds the IP, and is to", () => {
  test.each<[string, Topology]>([
    ["a health check", withEndpoint(one, { healthCheck: true })],
    ["a backend service", withEndpoint(one, { backendService: { zones: [] } })],
    ["a membership of its group", withEndpoint(one, { backends: named("b") })],
  ])("%s", (_, torn) => {
    const { steps } = planChange(torn, one);
    expect(steps).toMatchObject([
      { kind: "remove-balancer", subject: "prod", after: one, endpoint: { interruption: "none" }, gates: [] },
    ]);
  });

  test("and not before the IP has left it (R5)", () => {
    expect(story(atRest("b", "always"), one)).toEqual(["move-address prod", "remove-balancer prod"]);
  });
});

describe("what nothing needs is cleared away, and no more than that", () => {
  const [d] = zones("d");
  test.each<[string, Topology, Topology]>([
    ["a group of a zone without replicas", withEndpoint(three, { groups: zones("b c d e") }), three],
    ["a name that was removed and is gone", { ...three, remove: named("e") }, three],
    ["the same without a load balancer", { ...one, remove: named("e") }, one],
  ])("%s", (_, torn, target) => {
    expect(planChange(torn, target).steps).toMatchObject([{ kind: "update-settings", subject: "prod", after: target }]);
  });

  test("a group that the backend service still sends to goes in the step after: it would be in use", () => {
    const torn = withEndpoint(two, { groups: zones("b c d"), backendService: { zones: zones("b c d") } });
    const { steps } = planChange(torn, two);
    expect(steps.map(({ after }) => after)).toEqual([withEndpoint(two, { groups: zones("b c d") }), two]);
    expect(endpointOf(steps[0]?.after).groups).toContain(d);
  });
});

describe("R5: an IP that nobody holds goes where it can at once", () => {
  const nobody = { address: { on: "none" } } as const;
  const [b, c] = [onReplica("b"), onReplica("c")].map(({ address }) => address);
  const balancer = { on: "loadBalancer" };
  const noService = withEndpoint(three, { ...nobody, backendService: null });
  const strayBackend = { ...withEndpoint(three, nobody), members: named("b c") };
  const notYet = { ...withEndpoint(two, nobody), members: named("b") };
  const vanished = {
    ...withEndpoint(three, { ...unbalanced, ...nobody }),
    replicas: instances(three, "c d"),
  };

  test.each<[string, Topology, Topology, unknown, string]>([
    ["to the replica that is to hold it", withEndpoint(one, nobody), one, b, "prod-b"],
    ["to the one of two that is to hold it", withEndpoint(two, { ...unbalanced, ...nobody }), atRest("c"), c, "prod-c"],
    ["to the load balancer that is to hold it", withEndpoint(three, nobody), three, balancer, "the load balancer"],
    ["to the load balancer with one backend that is no member", strayBackend, two, balancer, "the load balancer"],
    ["to a member while there is no backend service", noService, three, b, "prod-b"],
    ["to a member while no backend is one", withEndpoint(strayBackend, { backends: named("d") }), two, b, "prod-b"],
    ["to a member while the one to hold it is none", notYet, atRest("c"), b, "prod-b"],
    ["to a member that has an instance, where another has none", vanished, three, c, "prod-c"],
  ])("%s", (_, torn, target, address, holder) => {
    const [move] = planChange(torn, target).steps;
    expect(move).toMatchObject({
      kind: "move-address",
      endpoint: { interruption: "brief" },
      after: { endpoint: { address } },
    });
    expect(move?.title).toBe(`Move the endpoint's IP to ${holder}`);
  });

  test("to nobody while no member has an instance: nothing can be done then", () => {
    const { steps, diagnostics } = planChange(
      { ...withEndpoint(two, { ...nobody, ...unbalanced }), replicas: [] },
      two,
    );
    expect(steps).toEqual([]);
    expect(diagnostics).toMatchObject([{ code: "Q053" }]);
  });

  test("to nobody while there is no member, until one was told", () => {
    expect(story({ ...withEndpoint(one, nobody), members: [] }, one)).toEqual(["add-replica b", "move-address prod"]);
  });
});

describe("R5: the IP leaves a replica that is no member any more before its instance goes", () => {
  const replicas = two.replicas.map((each) => ({ ...each, deletionProtection: each.name === "prod-c" }));
  const held = withEndpoint(two, { ...unbalanced, ...onReplica("b") });
  const left = { ...held, replicas, members: named("c"), remove: named("b") };

  test("to the member that stays", () => {
    const [move, remove] = planChange(left, atRest("c")).steps;
    expect(move).toMatchObject({ kind: "move-address", subject: "prod", after: { endpoint: onReplica("c") } });
    expect(move?.title).toBe("Move the endpoint's IP from prod-b to prod-c");
    expect(remove).toMatchObject({ kind: "delete-replica", subject: "prod-b" });
  });

  test("to a member where the load balancer that is to hold it is not there yet", () => {
    const target = atRest("c d");
    const torn = {
      ...withEndpoint(atRest("b c d"), { ...unbalanced, ...onReplica("b") }),
      members: named("c d"),
      remove: named("b"),
    };
    const open = { ...torn, replicas: torn.replicas.map((each) => ({ ...each, deletionProtection: false })) };
    expect(story(open, target).slice(0, 2)).toEqual(["move-address prod", "delete-replica b"]);
    expect(planChange(open, target).steps[0]?.after).toMatchObject({ endpoint: onReplica("c") });
  });

  test("to the load balancer where that is built", () => {
    const balanced = withEndpoint(left, {
      backends: named("c"),
      healthCheck: true,
      backendService: { zones: zones("c") },
    });
    const [move] = planChange(balanced, atRest("c", "always")).steps;
    expect(move).toMatchObject({ kind: "move-address", after: { endpoint: { address: { on: "loadBalancer" } } } });
    expect(move?.title).toBe("Move the endpoint's IP from prod-b to the load balancer");
    expect(move?.gates.map(({ subject }) => subject)).toEqual(named("c c"));
  });
});

test("R9: the IP does not go to a replica that is marked to be created anew", () => {
  const replicas = two.replicas.map((each) => (each.name === "prod-b" ? { ...each, renew: true as const } : each));
  expect(story({ ...withEndpoint(two, { ...unbalanced, ...onReplica("c") }), replicas }, one)).toEqual([
    "remove-member b",
    "delete-replica b",
    "add-replica b",
    "move-address prod",
    "remove-member c",
    "delete-replica c",
  ]);
});
