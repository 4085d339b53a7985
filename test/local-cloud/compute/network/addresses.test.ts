import { beforeEach, describe, expect, test } from "@jest/globals";
import { eachTest, instanceBody, region, zoneB } from "../../../kit/local-cloud/client.ts";

const local = eachTest();
const inUse = { status: 400, reason: "resourceInUseByAnotherResource" };
const access = (natIP: string) => ({ accessConfigs: [{ natIP }] });
const rule = (IPAddress: string, more = {}) => ({
  name: "rule",
  IPAddress,
  ports: ["6443"],
  backendService: "projects/acme/regions/europe-west1/backendServices/api",
  ...more,
});

describe("the endpoint's address has one holder (A6, R5, R6)", () => {
  let ip: string;

  beforeEach(async () => {
    ip = await local.client.address("endpoint");
    await local.client.balancer("group");
    await local.client.create(`${zoneB}/instances`, instanceBody("a", {}, access(ip)));
  });

  test("neither a rule nor another instance takes it from an instance", async () => {
    expect(await local.client.post(`${region}/forwardingRules`, rule(ip))).toMatchObject(inUse);
    expect(await local.client.post(`${zoneB}/instances`, instanceBody("b", {}, access(ip)))).toMatchObject(inUse);
    await local.client.create(`${zoneB}/instances`, instanceBody("c"));
    const add = `${zoneB}/instances/c/addAccessConfig?networkInterface=nic0`;
    expect(await local.client.post(add, { natIP: ip })).toMatchObject(inUse);
    expect((await local.client.get(`${zoneB}/instances/b`)).status).toBe(404);
  });

  test("a rule takes it once the access config is gone, and then no instance does", async () => {
    const nic = "networkInterface=nic0";
    await local.client.create(`${zoneB}/instances/a/deleteAccessConfig?accessConfig=external-nat&${nic}`, {});
    expect((await local.client.get(`${region}/addresses/endpoint`)).body).toMatchObject({ status: "RESERVED" });
    await local.client.create(`${region}/forwardingRules`, rule(ip));
    expect(await local.client.post(`${zoneB}/instances/a/addAccessConfig?${nic}`, { natIP: ip })).toMatchObject(inUse);
    const { body } = await local.client.get(`${region}/addresses/endpoint`);
    expect(body.status).toBe("IN_USE");
    expect(body.users[0]).toMatch(/forwardingRules\/rule$/);
  });

  test("it is not deleted while somebody holds it; deleting the instance frees it", async () => {
    expect(await local.client.delete(`${region}/addresses/endpoint`)).toMatchObject(inUse);
    expect((await local.client.delete(`${zoneB}/instances/a`)).status).toBe(200);
    expect((await local.client.delete(`${region}/addresses/endpoint`)).status).toBe(200);
  });

  test("an access config that does not exist is not deleted, and a second one not added", async () => {
    const path = `${zoneB}/instances/a`;
    expect(await local.client.post(`${path}/deleteAccessConfig?accessConfig=x&networkInterface=nic0`)).toMatchObject({
      status: 400,
    });
    expect(await local.client.post(`${path}/addAccessConfig?networkInterface=nic0`)).toMatchObject({ status: 400 });
    expect(await local.client.post(`${path}/addAccessConfig?networkInterface=nic1`)).toMatchObject({ status: 404 });
  });
});

test("two rules share an address only on different ports", async () => {
  const ip = await local.client.address("endpoint");
  await local.client.balancer("group");
  await local.client.create(`${region}/forwardingRules`, rule(ip));
  expect(await local.client.post(`${region}/forwardingRules`, rule(ip, { name: "other" }))).toMatchObject(inUse);
  await local.client.create(`${region}/forwardingRules`, rule(ip, { name: "other", ports: ["443"] }));
});

test("an external address that is not reserved in the region is not taken", async () => {
  const created = await local.client.post(`${zoneB}/instances`, instanceBody("a", {}, access("198.51.100.77")));
  expect(created).toMatchObject({ status: 400, reason: "invalid" });
  await local.client.create("/compute/v1/projects/acme/regions/us-west1/addresses", { name: "far" });
  const far = (await local.client.get("/compute/v1/projects/acme/regions/us-west1/addresses/far")).body.address;
  expect(await local.client.post(`${zoneB}/instances`, instanceBody("a", {}, access(far)))).toMatchObject({
    status: 400,
  });
});

describe("internal addresses", () => {
  test("belong to their subnetwork and to one instance", async () => {
    const subnetwork = "projects/acme/regions/europe-west1/subnetworks/default";
    const ip = await local.client.address("internal", { addressType: "INTERNAL", subnetwork });
    expect(ip).toMatch(/^10\.132\.(?:\d|1[0-5])\.\d+$/);
    await local.client.create(`${zoneB}/instances`, instanceBody("a", {}, { networkIP: ip }));
    expect(await local.client.post(`${zoneB}/instances`, instanceBody("b", {}, { networkIP: ip }))).toMatchObject(
      inUse,
    );
    expect(await local.client.delete(`${region}/addresses/internal`)).toMatchObject(inUse);
    const outside = await local.client.post(`${zoneB}/instances`, instanceBody("b", {}, { networkIP: "10.0.0.1" }));
    expect(outside).toMatchObject({ status: 400, reason: "invalid" });
  });

  test("are never given out twice", async () => {
    const internal = { addressType: "INTERNAL" };
    const ips = [await local.client.address("a", internal), await local.client.address("b", internal)];
    await local.client.create(`${zoneB}/instances`, instanceBody("c"));
    const { body } = await local.client.get(`${zoneB}/instances/c`);
    expect(new Set([...ips, body.networkInterfaces[0].networkIP]).size).toBe(3);
  });
});

test("an address of a NAT is in use, and a second NAT over the same network is refused", async () => {
  const nat = {
    name: "nat",
    natIpAllocateOption: "MANUAL_ONLY",
    sourceSubnetworkIpRangesToNat: "ALL_SUBNETWORKS_ALL_IP_RANGES",
  };
  const natIps = ["projects/acme/regions/europe-west1/addresses/nat"];
  const router = { network: "global/networks/default" };
  const ip = await local.client.address("nat");
  await local.client.create(`${region}/routers`, { name: "first", ...router });
  await local.client.create(`${region}/routers`, { name: "second", ...router });
  expect((await local.client.call("PATCH", `${region}/routers/first`, { nats: [{ ...nat, natIps }] })).status).toBe(
    200,
  );
  expect(await local.client.delete(`${region}/addresses/nat`)).toMatchObject(inUse);
  expect(await local.client.post(`${zoneB}/instances`, instanceBody("a", {}, access(ip)))).toMatchObject(inUse);
  await local.client.address("other");
  const others = ["projects/acme/regions/europe-west1/addresses/other"];
  const second = await local.client.call("PATCH", `${region}/routers/second`, { nats: [{ ...nat, natIps: others }] });
  expect(second).toMatchObject({ status: 400 });
  expect((await local.client.call("PATCH", `${region}/routers/first`, { nats: [] })).status).toBe(200);
  expect((await local.client.delete(`${region}/addresses/nat`)).status).toBe(200);
});
