import { describe, expect, test } from "@jest/globals";
import { planChange } from "../../src/change/plan-change.ts";
import type { Replica, Topology } from "../../src/topology/topology.ts";
import { atRest, withEndpoint } from "../kit/cluster/cluster-fixture.ts";
import { named, story } from "../kit/cluster/torn-state.ts";

const three = atRest("b c d");

/** The topology with its replicas changed, or the one of this short name. */
function changed(topology: Topology, change: Partial<Replica>, letter?: string): Topology {
  const replicas = topology.replicas.map((each) =>
    letter === undefined || each.name === `prod-${letter}` ? { ...each, ...change } : each,
  );
  return { ...topology, replicas };
}

const disk = (sizeGb: number, type = "pd-ssd") => ({ etcdDisk: { type, sizeGb } });

describe("settings without an effect on a voter change in one step, before all others", () => {
  test.each<[string, Topology]>([
    ["deletion protection", changed(three, { deletionProtection: false })],
    ["what instances run at every boot", changed(three, { startupScript: "#!/bin/sh" })],
    ["the size of data disks, which grow online", changed(three, disk(60))],
    ["all of that, of one replica", changed(three, { deletionProtection: false, startupScript: "", ...disk(51) }, "c")],
    [
      "who may reach the API",
      { ...three, settings: { ...three.settings, endpoint: { ...three.settings.endpoint, allowedCidrs: [] } } },
    ],
    [
      "egress",
      { ...three, settings: { ...three.settings, network: { ...three.settings.network, egress: "existingNat" } } },
    ],
  ])("%s", (_, target) => {
    const { steps } = planChange(three, target);
    expect(steps).toMatchObject([
      { kind: "update-settings", subject: "prod", endpoint: { interruption: "none" }, gates: [] },
    ]);
    expect(steps[0]?.before).toEqual(three);
    expect(steps[0]?.after).toEqual(target);
  });

  test("newcomers come after it", () => {
    const [update, ...rest] = story(three, changed(atRest("b c d e@b"), { startupScript: "#!/bin/sh" }));
    expect([update, rest[0]]).toEqual(["update-settings prod", "add-replica e"]);
  });

  test("a replica that leaves keeps its own until it is gone", () => {
    const [update] = planChange(three, changed(atRest("b c"), { startupScript: "#!/bin/sh" })).steps;
    expect(update?.after).toEqual({
      ...three,
      replicas: [...changed(atRest("b c"), { startupScript: "#!/bin/sh" }).replicas, ...three.replicas.slice(2)],
    });
  });

  test("a disk of another type is no disk that grows: the replica is created anew with it", () => {
    const target = changed(three, disk(60, "pd-balanced"), "d");
    const { steps } = planChange(three, target);
    expect(steps[0]).toMatchObject({ kind: "drain-backend", subject: "prod-d" });
    expect(steps.at(-1)?.after?.replicas.map(({ etcdDisk }) => etcdDisk.type)).toEqual([
      "pd-ssd",
      "pd-ssd",
      "pd-balanced",
    ]);
  });

  test("a disk that is to become another type does not grow before", () => {
    const target = changed(changed(three, disk(60, "pd-balanced"), "d"), { startupScript: "#!/bin/sh" });
    const [update] = planChange(three, target).steps;
    expect(update?.kind).toBe("update-settings");
    expect(update?.after?.replicas.map(({ etcdDisk }) => etcdDisk)).toEqual(
      three.replicas.map(({ etcdDisk }) => etcdDisk),
    );
  });

  test("A5: a replica that is marked stays unprotected and as it is, until it is created anew", () => {
    const marked = changed(three, { renew: true, deletionProtection: false }, "d");
    const [update, ...rest] = planChange(marked, changed(three, { startupScript: "#!/bin/sh" })).steps;
    expect(update?.after?.replicas.map(({ startupScript }) => startupScript === "#!/bin/sh")).toEqual([
      true,
      true,
      false,
    ]);
    expect(update?.after?.replicas.map(({ deletionProtection }) => deletionProtection)).toEqual([true, true, false]);
    expect(rest.at(-1)?.after).toEqual(changed(three, { startupScript: "#!/bin/sh" }));
  });

  test("R3: a replica that all were told to remove is not protected again", () => {
    const removed = {
      ...changed(three, { deletionProtection: false }, "d"),
      members: named("b c"),
      remove: named("d"),
    };
    const left = withEndpoint(removed, { backends: named("b c") });
    expect(story(left, three)).not.toContain("update-settings prod");
  });

  test("nothing to change is no step", () => {
    expect(planChange(three, three)).toMatchObject({
      steps: [],
      diagnostics: [],
      verdict: { voters: 3, tolerates: 1 },
    });
  });
});

describe("what a replica is made of for its whole life", () => {
  test.each<[string, Partial<Replica>]>([
    ["zone", { zone: "europe-west1-e" }],
    ["image", { image: "debian-cloud/debian-13" }],
    ["boot disk's type", { bootDisk: { type: "pd-ssd", sizeGb: 20 } }],
    ["boot disk's size", { bootDisk: { type: "pd-balanced", sizeGb: 30 } }],
    ["data disk's type", disk(50, "pd-balanced")],
  ])("another %s takes a new instance: removed, deleted, added", (_, change) => {
    const wanted = changed(three, change, "d");
    const groups = [...new Set(wanted.replicas.map(({ zone }) => zone))].sort();
    const zones = withEndpoint(wanted, { groups, backendService: { zones: groups } });
    const { steps } = planChange(three, zones);
    const kinds = steps.map(({ kind, subject }) => `${kind} ${subject}`);
    expect(kinds.filter((each) => /replica|member/.test(each))).toEqual([
      "remove-member prod-d",
      "delete-replica prod-d",
      "add-replica prod-d",
    ]);
    expect(steps.at(-1)?.after).toEqual(changed(zones, { role: "join" }, "d"));
  });

  test("another role in the file is none: how an instance was created stays as it was", () => {
    const [b, ...others] = three.replicas;
    if (b === undefined) throw new Error("the fixture has replicas");
    const target = {
      ...three,
      replicas: [{ ...b, role: "join" as const }, ...others.map((each) => ({ ...each, role: "init" as const }))],
    };
    expect(planChange(three, target).steps).toEqual([]);
  });
});
