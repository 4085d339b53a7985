import { describe, expect, test } from "@jest/globals";
import type { PlannedChange } from "../../src/terraform/plan-json.ts";
import type { Topology } from "../../src/topology/topology.ts";
import { adopt, nameUnknown } from "../../src/workflow/adopt.ts";
import { unchanged } from "../../src/workflow/unchanged.ts";
import { atRest, endpointOf } from "../kit/cluster/cluster-fixture.ts";

const zone = "europe-west1-c";
const one = atRest("b");
/** A cloud in which these instances exist, as `zone/name`; it remembers what it was asked. */
function cloudWith(...instances: string[]) {
  const asked: string[] = [];
  const existing = async ({ attributes }: { readonly attributes: Readonly<Record<string, unknown>> }) => {
    const place = `${attributes["zone"]}/${attributes["name"]}`;
    asked.push(place);
    return instances.includes(place) ? `id of ${place}` : undefined;
  };
  return { asked, existing };
}

describe("R11: an instance that exists, though Terraform's state does not know it", () => {
  test("is a replica where the state has its disk: in the disk's zone, and with that disk", async () => {
    const etcdDisk = { type: "pd-ssd", sizeGb: 70, zone };
    const torn: Topology = { ...one, remains: [{ name: "prod-c", address: true, etcdDisk }] };
    const { asked, existing } = cloudWith(`${zone}/prod-c`);
    const found = await adopt(torn, ["europe-west1-d"], existing);
    expect(asked).toEqual([`${zone}/prod-c`]);
    expect(found.remains).toEqual([]);
    expect(endpointOf(found).groups).toContain(zone);
    expect(found.replicas.map(({ name }) => name)).toEqual(["prod-b", "prod-c"]);
    expect(found.replicas[1]).toMatchObject({ zone, role: "join", etcdDisk: { type: "pd-ssd", sizeGb: 70 } });
  });

  test("is a replica where the others were told of it as a member: in any zone that the file or the state names", async () => {
    const torn: Topology = { ...one, members: ["prod-b", "prod-c"] };
    const { existing } = cloudWith(`${zone}/prod-c`);
    expect((await adopt(torn, ["europe-west1-d", zone], existing)).replicas).toHaveLength(2);
    expect(await adopt(torn, ["europe-west1-d"], existing)).toBe(torn);
  });

  test("is a replica where only some were told of it, and then it is not one to remove", async () => {
    const torn: Topology = { ...one, remove: ["prod-c", "prod-d"] };
    const { existing } = cloudWith(`${zone}/prod-c`, `${zone}/prod-d`);
    const found = await adopt(torn, [zone], existing, ["prod-c"]);
    expect(found.replicas.map(({ name }) => name)).toEqual(["prod-b", "prod-c"]);
    expect([found.members, found.remove]).toEqual([["prod-b"], ["prod-d"]]);
    expect(await adopt(torn, [zone], cloudWith().existing, ["prod-c"])).toBe(torn);
  });

  test("is not looked for where the state knows all, nor in a cluster without any instance", async () => {
    const { asked, existing } = cloudWith();
    const remains = [{ name: "prod-b", address: false, etcdDisk: { type: "pd-ssd", sizeGb: 50, zone } }];
    const empty: Topology = { ...one, replicas: [], remains };
    expect([await adopt(one, [zone], existing), await adopt(empty, [zone], existing)]).toEqual([one, empty]);
    expect(asked).toEqual([]);
  });
});

describe("R11: a replica that only some were told of is named to all, so that whoever comes next finds it, too", () => {
  const found: Topology = { ...atRest("b c"), members: ["prod-b"] };
  const etcdDisk = { type: "pd-ssd", sizeGb: 50, zone };

  test.each<readonly [string, Topology, Topology, readonly string[]]>([
    ["where the state knows nothing of it", found, one, ["prod-b", "prod-c"]],
    ["not where the state knows it", found, found, ["prod-b"]],
    [
      "not where the state knows its disk",
      found,
      { ...one, remains: [{ name: "prod-c", address: true, etcdDisk }] },
      ["prod-b"],
    ],
    ["not where somebody was told to remove it", { ...found, remove: ["prod-c"] }, one, ["prod-b"]],
  ])("%s", (_, topology, stored, members) => {
    expect(nameUnknown(topology, stored)).toEqual({ ...topology, members });
  });
});

describe("R8: a replica that was adopted is imported with its parts, as it is", () => {
  const two = atRest("b c");
  const imported = (address: string, more: Partial<PlannedChange> = {}): PlannedChange => ({
    address,
    previousAddress: null,
    mode: "managed",
    type: address.split(".")[0] ?? "",
    name: address.split(".")[1] ?? "",
    deposed: null,
    actions: ["no-op"],
    actionReason: null,
    before: {},
    after: {},
    afterUnknown: {},
    replacePaths: [],
    importing: "an ID",
    ...more,
  });
  const instance = "google_compute_instance.replica_prod-c";

  test.each([instance, "google_compute_disk.etcd_prod-c", "google_compute_address.replica_prod-c"])("%s", (address) => {
    expect(unchanged([imported(address)], two, one)).toEqual([]);
    expect(unchanged([imported(address)], two, two)).toMatchObject([{ address }]);
  });

  test("it may be told the membership, and nothing else of it may change", () => {
    const change = (key: string) =>
      imported(instance, {
        actions: ["update"],
        before: { metadata: { [key]: "old" } },
        after: { metadata: { [key]: "new" } },
      });
    expect(unchanged([change("quorate-members")], two, one)).toEqual([]);
    expect(unchanged([change("startup-script")], two, one)).toMatchObject([{ path: "metadata.startup-script" }]);
  });

  test("nothing else is imported", () => {
    const address = "google_compute_firewall.api";
    expect(unchanged([imported(address)], two, one)).toMatchObject([{ address }]);
  });
});
