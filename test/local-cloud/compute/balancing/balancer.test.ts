import { beforeEach, describe, expect, test } from "@jest/globals";
import { eachTest, instanceBody, region, zoneB, zoneC } from "../../../kit/local-cloud/client.ts";

const local = eachTest();
const inUse = { status: 400, reason: "resourceInUseByAnotherResource" };
const member = (name: string, zone = zoneB) => ({
  instances: [{ instance: `https://www.googleapis.com${zone}/instances/${name}` }],
});

beforeEach(async () => {
  await local.client.balancer("group");
  await local.client.create(`${zoneB}/instances`, instanceBody("a"));
});

describe("an instance group", () => {
  const group = `${zoneB}/instanceGroups/group`;

  test("takes each instance once, and lists its members by POST", async () => {
    await local.client.create(`${group}/addInstances`, member("a"));
    expect(await local.client.post(`${group}/addInstances`, member("a"))).toMatchObject({
      status: 400,
      reason: "memberAlreadyExists",
    });
    const { body } = await local.client.post(`${group}/listInstances`, {});
    expect(body.items).toEqual([{ ...member("a").instances[0], status: "RUNNING" }]);
    expect((await local.client.get(group)).body).toMatchObject({ size: 1, network: expect.stringMatching(/default$/) });
    await local.client.create(`${group}/removeInstances`, member("a"));
    expect(await local.client.post(`${group}/removeInstances`, member("a"))).toMatchObject({
      reason: "memberNotFound",
    });
  });

  test("takes no instance that does not exist or is in another zone", async () => {
    expect(await local.client.post(`${group}/addInstances`, member("none"))).toMatchObject({ status: 404 });
    await local.client.create(
      `${zoneC}/instances`,
      instanceBody("c", {
        machineType: "zones/europe-west1-c/machineTypes/e2-medium",
      }),
    );
    expect(await local.client.post(`${group}/addInstances`, member("c", zoneC))).toMatchObject({ status: 400 });
  });

  test("loses an instance that is deleted", async () => {
    await local.client.create(`${group}/addInstances`, member("a"));
    await local.client.delete(`${zoneB}/instances/a`);
    expect((await local.client.get(group)).body.size).toBe(0);
  });

  test("is not deleted while a backend service uses it", async () => {
    expect(await local.client.delete(group)).toMatchObject(inUse);
    await local.client.delete(`${region}/backendServices/api`);
    expect((await local.client.delete(group)).status).toBe(200);
  });
});

describe("an instance is in one load-balanced group only", () => {
  const refused = { status: 400, reason: "instanceInMultipleLoadBalancedIgs" };

  test("when it is added to a second one", async () => {
    await local.client.balancer("other", "second");
    await local.client.create(`${zoneB}/instanceGroups/group/addInstances`, member("a"));
    expect(await local.client.post(`${zoneB}/instanceGroups/other/addInstances`, member("a"))).toMatchObject(refused);
  });

  test("when a second group of it becomes load-balanced", async () => {
    await local.client.create(`${zoneB}/instanceGroups`, { name: "other" });
    for (const group of ["group", "other"])
      await local.client.create(`${zoneB}/instanceGroups/${group}/addInstances`, member("a"));
    const service = (await local.client.get(`${region}/backendServices/api`)).body;
    const other = { group: "projects/acme/zones/europe-west1-b/instanceGroups/other" };
    const body = { ...service, backends: [...service.backends, other] };
    expect(await local.client.call("PUT", `${region}/backendServices/api`, body)).toMatchObject(refused);
    const moved = { ...service, backends: [other] };
    expect((await local.client.call("PUT", `${region}/backendServices/api`, moved)).status).toBe(200);
  });
});

describe("what a balancer is made of", () => {
  test("is deleted from the rule down", async () => {
    const backendService = "projects/acme/regions/europe-west1/backendServices/api";
    await local.client.create(`${region}/forwardingRules`, { name: "rule", backendService, ports: ["6443"] });
    expect(await local.client.delete(`${region}/backendServices/api`)).toMatchObject(inUse);
    expect(await local.client.delete(`${region}/healthChecks/api`)).toMatchObject(inUse);
    for (const path of ["forwardingRules/rule", "backendServices/api", "healthChecks/api"])
      expect((await local.client.delete(`${region}/${path}`)).status).toBe(200);
  });

  test("refers to what exists", async () => {
    const rule = { name: "rule", backendService: "regions/europe-west1/backendServices/none" };
    expect(await local.client.post(`${region}/forwardingRules`, rule)).toMatchObject({ status: 404 });
    const service = { name: "other", healthChecks: ["regions/europe-west1/healthChecks/none"] };
    expect(await local.client.post(`${region}/backendServices`, service)).toMatchObject({ status: 404 });
    const groups = { name: "other", healthChecks: ["regions/europe-west1/healthChecks/api"] };
    const backends = [{ group: "zones/europe-west1-b/instanceGroups/none" }];
    expect(await local.client.post(`${region}/backendServices`, { ...groups, backends })).toMatchObject({
      status: 404,
    });
  });

  test("is updated only with the current fingerprint", async () => {
    const path = `${region}/backendServices/api`;
    const { body } = await local.client.get(path);
    const stale = await local.client.call("PUT", path, { ...body, fingerprint: "old" });
    expect(stale).toMatchObject({ status: 412, reason: "conditionNotMet" });
    expect((await local.client.call("PUT", path, { ...body, timeoutSec: 7 })).status).toBe(200);
    expect((await local.client.get(path)).body.timeoutSec).toBe(7);
  });
});
