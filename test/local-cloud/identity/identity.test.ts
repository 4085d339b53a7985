import { describe, expect, test } from "@jest/globals";
import { eachTest } from "../../kit/local-cloud/client.ts";

const local = eachTest();
const accounts = "/v1/projects/acme/serviceAccounts";
const email = "replica@acme.iam.gserviceaccount.com";
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
