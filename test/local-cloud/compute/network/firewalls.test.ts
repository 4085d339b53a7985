import { expect, test } from "@jest/globals";
import { eachTest } from "../../../kit/local-cloud/client.ts";

const local = eachTest();

test("a firewall is patched field by field, and admits only valid ranges", async () => {
  const path = "/compute/v1/projects/acme/global/firewalls";
  await local.client.create(path, { name: "api", sourceRanges: ["10.0.0.0/8"], targetTags: ["replica"] });
  expect((await local.client.call("PATCH", `${path}/api`, { sourceRanges: ["192.0.2.0/24"] })).status).toBe(200);
  expect((await local.client.get(`${path}/api`)).body).toMatchObject({
    sourceRanges: ["192.0.2.0/24"],
    targetTags: ["replica"],
    direction: "INGRESS",
  });
  expect(await local.client.call("PATCH", `${path}/api`, { sourceRanges: ["10.0.0.0/33"] })).toMatchObject({
    status: 400,
  });
});
