import { describe, expect, test } from "@jest/globals";
import { planChange } from "../../src/change/plan-change.ts";
import { synth } from "../../src/constructs/synth.ts";
import { detailPlan } from "../../src/propose/detail-plan.ts";
import { resourceChanges } from "../../src/propose/resource-changes.ts";
import { atRest, settings } from "../kit/cluster/cluster-fixture.ts";

const plan = (from: string, to: string) => {
  const observed = atRest(from);
  return detailPlan(planChange(observed, atRest(to)), observed, settings, "spec");
};
const json = (resources: Record<string, Record<string, unknown>>) => ({
  resource: { google_compute_disk: resources },
});

describe("resourceChanges", () => {
  test("tells creations, updates and deletions, ordered by address, and leaves out what stays", () => {
    const changes = resourceChanges(
      json({ gone: { size: 1 }, grown: { size: 1 }, same: { size: 1 } }),
      json({ fresh: { size: 1 }, grown: { size: 2 }, same: { size: 1 } }),
    );
    expect(changes.map(({ address, actions }) => [address, ...actions])).toEqual([
      ["google_compute_disk.fresh", "create"],
      ["google_compute_disk.gone", "delete"],
      ["google_compute_disk.grown", "update"],
    ]);
    expect(changes[2]).toMatchObject({ before: { size: 1 }, after: { size: 2 }, afterUnknown: {} });
  });

  test("how Terraform goes about a resource is no change of it", () => {
    const changes = resourceChanges(
      json({ disk: { size: 1 } }),
      json({ disk: { size: 1, lifecycle: { prevent_destroy: true }, depends_on: ["x.y"], "//": {} } }),
    );
    expect(changes).toEqual([]);
  });

  test("what refers to another resource is known after apply, and an escaped expression is text", () => {
    const [change] = resourceChanges(
      json({}),
      json({
        disk: { name: "$${data}", source: "${a.b.id}", list: ["x", "${a.b.id}"], nested: { ip: "${a.b.ip}/32" } },
      }),
    );
    expect(change?.after).toEqual({ name: "$${data}", list: ["x", null], nested: {} });
    expect(change?.afterUnknown).toEqual({ source: true, list: [false, true], nested: { ip: true } });
  });
});

describe("a plan's digest", () => {
  test("is the same for the same change, and another for another", () => {
    expect(plan("b", "b c d").digest).toBe(plan("b", "b c d").digest);
    expect(plan("b", "b c d").digest).not.toBe(plan("b", "b c e@d").digest);
    expect(plan("b", "b c d").digest).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  test("does not depend on the provider's version or where state is kept", () => {
    const observed = atRest("b");
    const other = { ...settings, googleProviderVersion: "6.50.0", backend: { kind: "local", path: "x" } } as const;
    expect(detailPlan(planChange(observed, atRest("b c")), observed, other, "verified").digest).toBe(
      plan("b", "b c").digest,
    );
  });
});

test("growing from one replica to three touches what the steps are about and nothing else (D2)", () => {
  const steps = plan("b", "b c d").steps.map(({ kind, changes }) => [
    kind,
    ...changes.map(({ address, actions }) => `${actions.join("/")} ${address.replace("google_compute_", "")}`),
  ]);
  expect(steps).toEqual([
    [
      "add-replica",
      "create address.replica_prod-c",
      "create disk.etcd_prod-c",
      "update instance.replica_prod-b",
      "create instance.replica_prod-c",
      "create instance_group.zone_europe-west1-c",
    ],
    [
      "add-replica",
      "create address.replica_prod-d",
      "create disk.etcd_prod-d",
      "update instance.replica_prod-b",
      "update instance.replica_prod-c",
      "create instance.replica_prod-d",
      "create instance_group.zone_europe-west1-d",
    ],
    [
      "build-balancer",
      "create instance_group_membership.replica_prod-b",
      "create instance_group_membership.replica_prod-c",
      "create instance_group_membership.replica_prod-d",
      "create region_backend_service.api",
      "create region_health_check.api",
    ],
    ["move-address", "create forwarding_rule.api", "update instance.replica_prod-b"],
  ]);
});

test("synth is deterministic, byte for byte", () => {
  const once = JSON.stringify(synth(settings, atRest("b c d")));
  synth(settings, atRest("b"));
  expect(JSON.stringify(synth(settings, atRest("b c d")))).toBe(once);
});
