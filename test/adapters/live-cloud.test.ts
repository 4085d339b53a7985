import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { liveCloud } from "../../src/adapters/live-cloud.ts";
import { googleClient } from "../../src/google/client.ts";
import { endpoints } from "../../src/google/endpoints.ts";
import { type LocalCloud, startLocalCloud } from "../../src/local-cloud/local-cloud.ts";
import { resourceType } from "../../src/topology/names.ts";

const region = "europe-west1";
const zone = "europe-west1-b";
const inRegion = `projects/acme/regions/${region}`;
const inZone = `projects/acme/zones/${zone}`;
const link = (path: string) => `https://www.googleapis.com/compute/v1/${path}`;

/** Each type with the attributes that Terraform plans, and the import ID that the provider takes. */
const resources: readonly [type: string, attributes: Readonly<Record<string, unknown>>, importId: string][] = [
  [resourceType.address, { region, name: "ip" }, `${inRegion}/addresses/ip`],
  [resourceType.disk, { zone, name: "etcd" }, `${inZone}/disks/etcd`],
  [resourceType.firewall, { name: "api" }, "projects/acme/global/firewalls/api"],
  [resourceType.forwardingRule, { region: link(inRegion), name: "api" }, `${inRegion}/forwardingRules/api`],
  [resourceType.instance, { zone, name: "a" }, `${inZone}/instances/a`],
  [resourceType.group, { zone, name: "group" }, `${inZone}/instanceGroups/group`],
  [
    resourceType.membership,
    { zone, instance_group: link(`${inZone}/instanceGroups/group`), instance: link(`${inZone}/instances/a`) },
    `${inZone}/instanceGroups/group/a`,
  ],
  [resourceType.backendService, { region, name: "api" }, `${inRegion}/backendServices/api`],
  [resourceType.healthCheck, { region, name: "api" }, `${inRegion}/healthChecks/api`],
  [resourceType.router, { region, name: "router" }, `${inRegion}/routers/router`],
  [resourceType.routerNat, { region, router: "router", name: "nat" }, `${inRegion}/routers/router/nat`],
  [resourceType.secret, { secret_id: "ca" }, "projects/acme/secrets/ca"],
  [
    resourceType.serviceAccount,
    { account_id: "replicas" },
    "projects/acme/serviceAccounts/replicas@acme.iam.gserviceaccount.com",
  ],
];

let cloud: LocalCloud;
let full: ReturnType<typeof liveCloud>;

beforeAll(async () => {
  cloud = await startLocalCloud();
  const env = cloud.environment();
  const [client, apis] = [googleClient(env), endpoints(env)];
  full = liveCloud("acme", client, apis);
  const create = (url: string, body: unknown) => client.send(url, { method: "POST", body: JSON.stringify(body) });
  const regional = (collection: string, body: unknown) => create(`${apis.compute}${inRegion}/${collection}`, body);
  const zonal = (collection: string, body: unknown) => create(`${apis.compute}${inZone}/${collection}`, body);
  await regional("addresses", { name: "ip" });
  await zonal("disks", { name: "etcd" });
  await create(`${apis.compute}projects/acme/global/firewalls`, { name: "api" });
  await zonal("instances", {
    name: "a",
    machineType: `${inZone}/machineTypes/e2-standard-4`,
    disks: [{ boot: true, initializeParams: {} }],
    networkInterfaces: [{}],
  });
  await zonal("instanceGroups", { name: "group" });
  await zonal("instanceGroups/group/addInstances", { instances: [{ instance: `${inZone}/instances/a` }] });
  await regional("healthChecks", { name: "api", type: "HTTPS" });
  await regional("backendServices", { name: "api" });
  await regional("forwardingRules", { name: "api", backendService: `${inRegion}/backendServices/api` });
  await regional("routers", { name: "router", network: "global/networks/default", nats: [{ name: "nat" }] });
  await create(`${apis.secretManager}projects/acme/secrets?secretId=ca`, { replication: { automatic: {} } });
  await create(`${apis.iam}v1/projects/acme/serviceAccounts`, { accountId: "replicas" });
});
afterAll(() => cloud.stop());

describe("R11: what a killed run has created is found, so that the next one can import it", () => {
  test.each(resources)("%s", async (type, attributes, importId) => {
    expect(await full.existing({ type, attributes })).toBe(importId);
  });

  test.each(resources)("%s of another name is not there", async (type, attributes) => {
    const others = Object.entries(attributes).map(([key, value]) =>
      key === "zone" || key === "region" ? [key, value] : [key, `${value}-other`],
    );
    expect(await full.existing({ type, attributes: Object.fromEntries(others) })).toBeUndefined();
  });

  test("another instance of the group, and another NAT of the router, is not there", async () => {
    const group = { zone, instance_group: "group", instance: "b" };
    const nat = { region, router: "router", name: "other" };
    expect(await full.existing({ type: resourceType.membership, attributes: group })).toBeUndefined();
    expect(await full.existing({ type: resourceType.routerNat, attributes: nat })).toBeUndefined();
  });

  test("every type is known: it can be found, or is a right in a policy, which never counts as existing", async () => {
    const rights = [resourceType.projectIamMember, resourceType.secretIamMember];
    expect(new Set([...resources.map(([type]) => type), ...rights])).toEqual(new Set(Object.values(resourceType)));
    for (const type of rights) expect(await full.existing({ type, attributes: {} })).toBeUndefined();
  });

  test("what may not be asked for counts as absent: then its creation says what is missing", async () => {
    cloud.inject({ kind: "permission-denied", method: "GET" });
    expect(await full.existing({ type: resourceType.disk, attributes: { zone, name: "etcd" } })).toBeUndefined();
  });
});
