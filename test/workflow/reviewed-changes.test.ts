import { describe, expect, test } from "@jest/globals";
import { guard } from "../../src/terraform/guard.ts";
import type { PlannedChange } from "../../src/terraform/plan-json.ts";
import { reviewedChanges } from "../../src/workflow/reviewed-changes.ts";
import { atRest } from "../kit/cluster/cluster-fixture.ts";

describe("what a plan that reviews no change may hold (R8)", () => {
  const topology = atRest("b c d");
  const address = "google_compute_instance.replica_prod-b";

  const metadataChange = (before: Record<string, string>, after: Record<string, string>): PlannedChange => ({
    address,
    previousAddress: null,
    mode: "managed",
    type: "google_compute_instance",
    name: "replica_prod-b",
    deposed: null,
    actions: ["update"],
    actionReason: null,
    before: { metadata: before },
    after: { metadata: after },
    afterUnknown: {},
    replacePaths: [],
    importing: null,
  });

  test("a replica may be told the membership that the others know", () => {
    const told = metadataChange({ "quorate-members": "old" }, { "quorate-members": "new" });
    expect(guard([told], reviewedChanges([], topology, topology))).toEqual([]);
  });

  test("no other metadata may change with it", () => {
    const changed = metadataChange({ "block-project-ssh-keys": "no" }, { "block-project-ssh-keys": "TRUE" });
    expect(guard([changed], reviewedChanges([], topology, topology))).toMatchObject([
      { address, path: "metadata.block-project-ssh-keys" },
    ]);
  });
});
