import { expect, test } from "@jest/globals";
import { eachTest, instanceBody, region, zoneB } from "../kit/local-cloud/client.ts";

const local = eachTest();
const last = () => local.client.cloud.journal().at(-1);

test("every call that is to change something is one entry, refused ones too; reads are none", async () => {
  await local.client.address("a");
  await local.client.get(`${region}/addresses/a`);
  await local.client.post(`${region}/addresses`, { name: "a" });
  await local.client.create(`${zoneB}/instanceGroups`, { name: "g" });
  await local.client.post(`${zoneB}/instanceGroups/g/listInstances`);
  await local.client.post("/v1/projects/acme:getIamPolicy");
  await local.client.call("POST", `${region}/addresses`, { name: "b" }, "wrong");
  const calls = local.client.cloud
    .journal()
    .map((entry) => entry.kind === "call" && [entry.sequence, entry.status, entry.reason]);
  expect(calls).toEqual([
    [1, 200, undefined],
    [2, 409, "alreadyExists"],
    [3, 200, undefined],
    [4, 401, "authError"],
  ]);
});

test("an entry tells the method, the path with its query, the resource and the body", async () => {
  await local.client.create(`${zoneB}/instances`, instanceBody("a"));
  await local.client.create(`${zoneB}/instances/a/setDeletionProtection?deletionProtection=true`, {});
  expect(last()).toMatchObject({
    kind: "call",
    method: "POST",
    path: `${zoneB}/instances/a/setDeletionProtection?deletionProtection=true`,
    resource: "projects/acme/zones/europe-west1-b/instances/a",
    body: {},
  });
});

test("each entry tells who holds each external address right after it (R5)", async () => {
  const natIP = await local.client.address("endpoint");
  const holder = () => last()?.facts.addresses.find((address) => address.name === "endpoint")?.holder;
  expect(holder()).toEqual({ on: "none" });
  await local.client.create(`${zoneB}/instances`, instanceBody("a", {}, { accessConfigs: [{ natIP }] }));
  expect(holder()).toEqual({ on: "instance", name: "a" });
  await local.client.create(
    `${zoneB}/instances/a/deleteAccessConfig?accessConfig=external-nat&networkInterface=nic0`,
    {},
  );
  expect(holder()).toEqual({ on: "none" });
  await local.client.balancer("g");
  const backendService = "regions/europe-west1/backendServices/api";
  await local.client.create(`${region}/forwardingRules`, {
    name: "r",
    backendService,
    IPAddress: natIP,
    ports: ["6443"],
  });
  expect(holder()).toEqual({ on: "forwardingRule", name: "r" });
});

test("nothing secret is in it: tokens, keys, contents of secrets and of objects", async () => {
  const key = Buffer.from("top secret").toString("base64");
  await local.client.create("/v1/projects/acme/secrets?secretId=s", { replication: {} });
  await local.client.create("/v1/projects/acme/secrets/s:addVersion", { payload: { data: key } });
  await local.client.call(
    "POST",
    "/upload/storage/v1/b/acme/o?uploadType=media&name=state&access_token=in-query",
    "content of state",
  );
  const items = [{ key: "join", value: "kubeadm join --token abcdef.0123456789abcdef" }];
  await local.client.create(`${zoneB}/instances`, instanceBody("a", { metadata: { items }, password: "pw1234" }));
  const text = JSON.stringify(local.client.cloud.journal());
  for (const secret of [key, "content of state", "in-query", "abcdef.0123456789abcdef", "pw1234", "Bearer"])
    expect(text).not.toContain(secret);
});

test("it is served from a sequence number on, without a token, and not to web pages", async () => {
  for (const name of ["a", "b", "c"]) await local.client.address(name);
  const { body } = await local.client.call("GET", "/local/v1/journal?since=1", undefined, "");
  expect(body.entries.map((entry: { sequence: number }) => entry.sequence)).toEqual([2, 3]);
  expect(body.facts.addresses).toHaveLength(3);
  const page = await fetch(`${local.client.cloud.url}/local/v1/journal`, {
    headers: { origin: "https://example.org" },
  });
  expect(page.status).toBe(403);
});

test("reset empties the cloud and its journal", async () => {
  await local.client.address("a");
  expect((await local.client.call("POST", "/local/v1/reset", undefined, "")).status).toBe(200);
  expect(local.client.cloud.journal()).toEqual([]);
  expect((await local.client.get(`${region}/addresses/a`)).status).toBe(404);
});
