import { describe, expect, test } from "@jest/globals";
import { eachTest } from "./client.ts";

const local = eachTest();
const accounts = "/v1/projects/acme/serviceAccounts";
const email = "replica@acme.iam.gserviceaccount.com";
const secret = "/v1/projects/acme/secrets/prod-ca";
const binding = { role: "roles/logging.logWriter", members: [`serviceAccount:${email}`] };

describe("service accounts", () => {
  test("are created once, changed by mask, and gone after deletion", async () => {
    await local.client.create(accounts, { accountId: "replica", serviceAccount: { displayName: "one" } });
    expect(await local.client.post(accounts, { accountId: "replica" })).toMatchObject({ status: 409 });
    const changed = { serviceAccount: { displayName: "two", description: "d" }, updateMask: "displayName" };
    await local.client.call("PATCH", `${accounts}/${email}`, changed);
    const { body } = await local.client.get(`${accounts}/${encodeURIComponent(email)}`);
    expect(body).toMatchObject({ email, displayName: "two", projectId: "acme" });
    expect(body.description).toBeUndefined();
    expect((await local.client.delete(`${accounts}/${email}`)).status).toBe(200);
    expect((await local.client.get(`${accounts}/${email}`)).status).toBe(404);
  });

  test("have IDs of 6 to 30 characters", async () => {
    for (const accountId of ["short", "x".repeat(31), "Replica"])
      expect(await local.client.post(accounts, { accountId })).toMatchObject({ status: 400 });
  });
});

describe("policies", () => {
  test("are replaced only with the current etag, and name members that exist", async () => {
    const set = "/v1/projects/acme:setIamPolicy";
    const { etag } = (await local.client.post("/v1/projects/acme:getIamPolicy")).body;
    expect(await local.client.post(set, { policy: { etag, bindings: [binding] } })).toMatchObject({ status: 400 });
    await local.client.create(accounts, { accountId: "replica" });
    const written = await local.client.create(set, { policy: { etag, bindings: [binding] } });
    expect(written.body).toMatchObject({ bindings: [binding] });
    const stale = await local.client.post(set, { policy: { etag, bindings: [] } });
    expect(stale).toMatchObject({ status: 409, body: { error: { status: "ABORTED" } } });
  });
});

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
