import { expect, test } from "@jest/globals";
import { eachTest, instanceBody, region, zoneB } from "../../kit/local-cloud/client.ts";
import { ManualClock } from "../manual-clock.ts";

let clock: ManualClock;
const local = eachTest(() => {
  clock = new ManualClock();
  return { clock, operationMs: 300 };
});
const poll = async (answer: { readonly body: { readonly selfLink: string } }) =>
  (await local.client.get(new URL(answer.body.selfLink).pathname)).body;

test("an operation is pending, then running, then done, and its change happens while it runs", async () => {
  const answer = await local.client.post(`${region}/addresses`, { name: "a" });
  expect(answer.body).toMatchObject({ kind: "compute#operation", status: "PENDING", operationType: "insert" });
  expect((await local.client.get(`${region}/addresses/a`)).status).toBe(404);
  clock.advance(150);
  expect(await poll(answer)).toMatchObject({ status: "RUNNING" });
  clock.advance(60);
  expect((await local.client.get(`${region}/addresses/a`)).status).toBe(200);
  expect(await poll(answer)).toMatchObject({ status: "RUNNING" });
  clock.advance(100);
  const done = await poll(answer);
  expect(done).toMatchObject({ status: "DONE", progress: 100, targetLink: expect.stringMatching(/addresses\/a$/) });
  expect(done.error).toBeUndefined();
});

test("what cannot be done is refused at once, without an operation", async () => {
  expect(
    await local.client.post(
      `${zoneB}/instances`,
      instanceBody("a", { disks: [{ boot: true, source: "zones/x/disks/y" }] }),
    ),
  ).toMatchObject({
    status: 404,
  });
  expect((await local.client.get(`${zoneB}/disks/a`)).status).toBe(404);
});

test("of two operations for one name the second fails when its turn comes, and the journal says so", async () => {
  await local.client.post(`${region}/addresses`, { name: "a" });
  const second = await local.client.post(`${region}/addresses`, { name: "a" });
  expect(second.status).toBe(200);
  clock.advance(300);
  expect(await poll(second)).toMatchObject({
    status: "DONE",
    httpErrorStatusCode: 409,
    error: { errors: [{ code: "ALREADY_EXISTS" }] },
  });
  const outcomes = local.client.cloud
    .journal()
    .flatMap((entry) => (entry.kind === "operation" ? [[entry.outcome, entry.reason]] : []));
  expect(outcomes).toEqual([
    ["applied", undefined],
    ["refused", "alreadyExists"],
  ]);
});

test("an address that two want at the same time goes to one of them, and the other's instance is not created", async () => {
  await local.client.post(`${region}/addresses`, { name: "endpoint" });
  clock.advance(300);
  const natIP = (await local.client.get(`${region}/addresses/endpoint`)).body.address;
  const network = { accessConfigs: [{ natIP }] };
  const answers = [];
  for (const name of ["a", "b"])
    answers.push(await local.client.post(`${zoneB}/instances`, instanceBody(name, {}, network)));
  clock.advance(300);
  expect((await local.client.get(`${zoneB}/instances/a`)).status).toBe(200);
  expect((await local.client.get(`${zoneB}/instances/b`)).status).toBe(404);
  expect((await local.client.get(`${zoneB}/disks/b`)).status).toBe(404);
  const [, refused] = answers;
  expect(refused && (await poll(refused)).error.errors[0].code).toBe("RESOURCE_IN_USE_BY_ANOTHER_RESOURCE");
});
