import { describe, expect, test } from "@jest/globals";
import { planChange } from "../../src/change/plan-change.ts";
import type { Topology } from "../../src/topology/topology.ts";
import { atRest, endpointOf, withEndpoint } from "../topology/cluster-fixture.ts";
import { instances, named, onReplica, sick, story, unbalanced, zones } from "./torn-state.ts";

const [one, two, three] = [atRest("b"), atRest("b c"), atRest("b c d")];
const plain = { kind: "none" } as const;
const drained = { backends: named("b c"), backendService: { zones: zones("b c") } };
/** `d` is to be removed; all that is asked for is without it. */
const removed = { ...withEndpoint(three, drained), members: named("b c"), remove: named("d") };
const unprotected = (topology: Topology, letters: string) => ({
  ...topology,
  replicas: topology.replicas.map((each) =>
    named(letters).includes(each.name) ? { ...each, deletionProtection: false } : each,
  ),
});

describe("R3, R11: a removal that was begun is finished before anything new", () => {
  test("a replica that all were told to remove loses its protection in the same step again", () => {
    const [remove, ...rest] = planChange(removed, two).steps;
    expect(remove).toMatchObject({ kind: "remove-member", subject: "prod-d", after: unprotected(removed, "d") });
    expect(rest.map(({ kind }) => kind)).toEqual(["delete-replica"]);
  });

  test("then its instance, its group and its name in the lists go, and what else is protected stays so", () => {
    const [last, ...rest] = planChange(unprotected(removed, "d"), two).steps;
    expect(last).toMatchObject({ kind: "delete-replica", subject: "prod-d", endpoint: { interruption: "none" } });
    expect(last?.title).toBe("Delete the instance of prod-d and its data disk");
    expect(last?.after).toEqual(two);
    expect(rest).toEqual([]);
  });

  test("it comes before a replica that somebody has stopped is started", () => {
    const four = atRest("b c d e@b");
    const five = withEndpoint(atRest("b c d e@b f@c"), { backends: named("b c d e") });
    const stopped = { ...five, members: named("b c d e"), remove: named("f") };
    const replicas = stopped.replicas.map((each) => (each.name === "prod-c" ? { ...each, running: false } : each));
    expect(story({ ...stopped, replicas }, four, plain, sick(stopped, "c"))).toEqual([
      "remove-member f",
      "delete-replica f",
      "update-replica c",
    ]);
  });

  test("it is drained first where it is still a backend", () => {
    const torn = withEndpoint(unprotected(removed, "d"), {
      backends: named("b c d"),
      backendService: { zones: zones("b c d") },
    });
    const [drain, last] = planChange(torn, two).steps;
    expect(drain).toMatchObject({ kind: "drain-backend", subject: "prod-d", after: { endpoint: drained } });
    expect(last).toMatchObject({ kind: "delete-replica", after: two });
  });

  test("also where only the backend service still sends to its zone", () => {
    const torn = withEndpoint(unprotected(removed, "d"), { backendService: { zones: zones("b c d") } });
    expect(story(torn, two)).toEqual(["drain-backend d", "delete-replica d"]);
  });

  test("its traffic is not waited for before it was drained", () => {
    const torn = withEndpoint(removed, { backends: named("b c d"), backendService: { zones: zones("b c d") } });
    const [remove] = planChange(torn, two).steps;
    expect(remove).toMatchObject({ kind: "remove-member", subject: "prod-d" });
    expect(remove?.gates.map(({ check }) => check)).toEqual(["quorum-without", "member-absent", "etcd-healthy"]);
  });

  test("a load balancer that is to hold the IP, and is not ready for it, is left alone", () => {
    const parts = { ...onReplica("b"), healthCheck: false };
    const torn = withEndpoint(unprotected(removed, "d"), parts);
    const [last, ...rest] = planChange(torn, two).steps;
    expect(last).toMatchObject({ kind: "delete-replica", after: withEndpoint(two, parts) });
    expect(rest.map(({ kind }) => kind)).toEqual(["build-balancer", "move-address"]);
  });

  test("it is wanted again: it is deleted and created anew, and never made a member again (R9)", () => {
    const steps = ["delete-replica d", "add-replica d", "attach-backend d"];
    expect(story(unprotected(removed, "d"), three)).toEqual(steps);
    expect(story(removed, three)).toEqual(["remove-member d", ...steps]);
  });

  test("its instance is gone and all are still told to remove it: that ends before it is created anew, or the newcomer would be removed", () => {
    const gone = { ...removed, replicas: instances(three, "b c") };
    const [forget, add] = planChange(gone, three).steps;
    expect(forget).toMatchObject({ kind: "delete-replica", title: "Forget prod-d, which is gone" });
    expect(forget?.after).toEqual({ ...gone, remove: [] });
    expect(forget?.gates.map(({ when, check }) => `${when} ${check}`)).toEqual([
      "before member-absent",
      "after etcd-healthy",
    ]);
    expect(add).toMatchObject({ kind: "add-replica", subject: "prod-d" });
  });

  test("a group that another replica is to come to is kept, and so is one that traffic goes to", () => {
    const torn = withEndpoint(unprotected(removed, "d"), { groups: zones("b c d e") });
    const keeps = (from: Topology, to: Topology) => endpointOf(planChange(from, to).steps[0]?.after).groups;
    expect(keeps(torn, two)).toEqual(zones("b c"));
    expect(keeps(torn, atRest("b c d"))).toEqual(zones("b c d"));
    expect(keeps(torn, atRest("b c e"))).toEqual(zones("b c e"));
    const sending = withEndpoint(torn, { backendService: { zones: zones("b c e") } });
    expect(keeps(sending, two)).toEqual(zones("b c e"));
  });

  test("a group stays as long as a replica is in it, though that is to leave too", () => {
    const from = withEndpoint(atRest("b d e@d"), { ...unbalanced, ...onReplica("b") });
    const deletions = planChange(from, one).steps.filter(({ kind }) => kind === "delete-replica");
    expect(deletions.map(({ subject, after }) => [subject, endpointOf(after).groups])).toEqual([
      ["prod-e", zones("b d")],
      ["prod-d", zones("b")],
    ]);
  });

  test("another name that was removed stays in the lists until its instance is gone", () => {
    const torn = {
      ...withEndpoint(unprotected(removed, "c d"), { backends: named("b") }),
      members: named("b"),
      remove: named("c d"),
    };
    const deletions = planChange(torn, one).steps.filter(({ kind }) => kind === "delete-replica");
    expect(deletions.map(({ subject, after }) => [subject, after?.remove])).toEqual([
      ["prod-c", named("d")],
      ["prod-d", []],
    ]);
  });
});

describe("R3: the only backend does not leave before others take its place", () => {
  const only = withEndpoint(three, { backends: named("d"), backendService: { zones: zones("d") } });

  test("where the load balancer holds the IP, healthy members become backends first, also if they are to leave too", () => {
    const five = withEndpoint(atRest("b c d e@b f@c"), { backends: named("d"), backendService: { zones: zones("d") } });
    const steps = planChange(five, atRest("x y z"), plain, sick(five, "d")).steps.slice(0, 3);
    expect(steps).toMatchObject([
      { kind: "attach-backends", subject: "prod", after: { endpoint: { backends: named("b c d e f") } } },
      { kind: "drain-backend", subject: "prod-d", after: { endpoint: { backends: named("b c e f") } } },
      { kind: "remove-member", subject: "prod-d" },
    ]);
  });

  test("and not itself once more", () => {
    const seven = withEndpoint(atRest("b c d e@b f@c g@d h@b"), {
      backends: named("h"),
      backendService: { zones: zones("b") },
    });
    const [attach, drain] = planChange(seven, atRest("x y z")).steps;
    expect(attach).toMatchObject({ kind: "attach-backends", after: { endpoint: { backends: seven.members } } });
    expect(attach?.gates.map(({ subject }) => subject)).not.toContain("prod-h");
    expect(drain).toMatchObject({ kind: "drain-backend", subject: "prod-h" });
  });

  test("and only healthy ones do", () => {
    const five = withEndpoint(atRest("b c d e@d f@c"), { backends: named("d"), backendService: { zones: zones("d") } });
    const [attach] = planChange(five, atRest("x y z"), plain, sick(five, "b d")).steps;
    expect(attach).toMatchObject({ kind: "attach-backends", after: { endpoint: { backends: named("c d e f") } } });
  });

  test("where a replica holds the IP, the load balancer serves nobody and goes", () => {
    const [drop, ...rest] = planChange(withEndpoint(only, onReplica("b")), one).steps;
    expect(drop).toMatchObject({ kind: "remove-balancer", subject: "prod", gates: [] });
    expect(drop?.after).toEqual(withEndpoint(only, { ...onReplica("b"), ...unbalanced }));
    expect(rest.map(({ kind }) => kind)).toEqual([
      "remove-member",
      "delete-replica",
      "remove-member",
      "delete-replica",
    ]);
  });
});

describe("R2, R11: a member whose instance has vanished", () => {
  const vanished = { ...withEndpoint(three, { backends: named("b c") }), replicas: instances(three, "b c") };

  test("is removed, its remains are deleted, and it comes anew (R9)", () => {
    const torn = { ...vanished, remains: [{ name: "prod-d", address: true }] };
    const [remove, clear, ...rest] = planChange(torn, three).steps;
    expect(remove).toMatchObject({
      kind: "remove-member",
      subject: "prod-d",
      title: "Remove prod-d from etcd, whose instance is gone",
      after: { members: named("b c"), remove: named("d"), remains: torn.remains },
    });
    expect(remove?.gates.map(({ check }) => check)).toEqual(["quorum-without", "member-absent", "etcd-healthy"]);
    expect(clear).toMatchObject({ kind: "delete-replica", subject: "prod-d", after: { remains: [], remove: [] } });
    expect(clear?.title).toBe("Delete what is left of prod-d: its data disk and its address");
    expect(rest.map(({ kind }) => kind)).toEqual(["add-replica", "attach-backend"]);
  });

  test("is removed before a replica is deleted that all were told to remove", () => {
    const torn = { ...withEndpoint(vanished, { backends: named("b") }), members: named("b d"), remove: named("c") };
    expect(story(torn, one).slice(0, 2)).toEqual(["Q053"]);
    const five = atRest("b c d e@b f@c");
    const gone = { ...five, replicas: instances(five, "b c d e"), members: named("b c d f"), remove: named("e") };
    expect(story(withEndpoint(gone, { backends: named("b c d") }), three)[0]).toBe("remove-member f");
  });

  test("R2: a marked replica is not removed where nobody is a member for sure", () => {
    const replicas = two.replicas.map((each) => ({ ...each, renew: true as const }));
    const { steps, diagnostics } = planChange({ ...two, members: [], replicas }, two);
    expect(steps).toEqual([]);
    expect(diagnostics).toMatchObject([{ code: "Q053", remedy: expect.stringMatching(/^Bring back enough replicas/) }]);
  });

  test("stays while the others are no quorum", () => {
    expect(story(vanished, three, plain, sick(vanished, "c"))).toEqual(["Q053"]);
  });

  test("the remains of a name that is no member are cleared away first, and those of a member not yet", () => {
    const left = [{ name: "prod-d", address: true }];
    expect(story({ ...two, remains: left }, three)).toEqual(["delete-replica d", "add-replica d", "attach-backend d"]);
    expect(story({ ...vanished, remains: left }, two).slice(0, 2)).toEqual(["remove-member d", "delete-replica d"]);
    const [clear] = planChange({ ...two, remains: [...left, { name: "prod-e", address: true }] }, two).steps;
    expect(clear?.after?.remains).toEqual([{ name: "prod-e", address: true }]);
  });
});
