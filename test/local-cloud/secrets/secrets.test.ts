import { describe, expect, test } from "@jest/globals";
import { eachTest } from "../../kit/local-cloud/client.ts";

const local = eachTest();
const secret = "/v1/projects/acme/secrets/prod-ca";

describe("secrets", () => {
  const create = "/v1/projects/acme/secrets?secretId=prod-ca";
  const replication = { automatic: {} };
  const payload = { data: Buffer.from("key").toString("base64") };

  test("hold versions that are read back by number or as the latest", async () => {
    await local.client.create(create, { replication });
    expect(await local.client.post(create, { replication })).toMatchObject({ status: 409 });
    expect(await local.client.get(`${secret}/versions/latest:access`)).toMatchObject({ status: 404 });
    await local.client.create(`${secret}:addVersion`, { payload });
    await local.client.create(`${secret}:addVersion`, { payload: { data: "bmV3" } });
    expect((await local.client.get(`${secret}/versions/1:access`)).body.payload).toEqual(payload);
    expect((await local.client.get(`${secret}/versions/latest:access`)).body.payload.data).toBe("bmV3");
    const { versions } = (await local.client.get(`${secret}/versions`)).body;
    expect(versions.map((version: { name: string }) => version.name.split("/").at(-1))).toEqual(["2", "1"]);
    expect(JSON.stringify(versions)).not.toContain("bmV3");
  });

  test("take their versions and policy with them when they are deleted", async () => {
    await local.client.create(create, { replication });
    await local.client.create(`${secret}:addVersion`, { payload });
    await local.client.create(`${secret}:setIamPolicy`, {
      policy: { bindings: [{ role: "r", members: ["allUsers"] }] },
    });
    expect((await local.client.delete(secret)).status).toBe(200);
    await local.client.create(create, { replication });
    expect(await local.client.get(`${secret}/versions/latest:access`)).toMatchObject({ status: 404 });
    expect((await local.client.get(`${secret}:getIamPolicy`)).body.bindings).toEqual([]);
  });

  test("change their labels in place, and nothing else by that mask", async () => {
    await local.client.create(create, { replication });
    await local.client.call("PATCH", `${secret}?updateMask=labels`, {
      labels: { a: "b" },
      replication: { userManaged: {} },
    });
    expect((await local.client.get(secret)).body).toMatchObject({ labels: { a: "b" }, replication });
  });
});
