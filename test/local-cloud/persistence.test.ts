import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { startLocalCloud } from "../../src/local-cloud/local-cloud.ts";
import { Client, region, zoneB } from "../kit/local-cloud/client.ts";
import { createReplica, deleteReplica, nameForRemoval, prepareSecrets, reportOf } from "./control-plane.ts";
import { ManualClock } from "./manual-clock.ts";

let directory: string;
let clock: ManualClock;
let client: Client;

async function start(operationMs = 0): Promise<void> {
  client = new Client(await startLocalCloud({ directory, clock, operationMs }));
}

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "local-cloud-"));
  clock = new ManualClock();
  await start();
});

afterEach(async () => {
  await client.cloud.stop();
  await rm(directory, { recursive: true });
});

describe("a local cloud with a directory", () => {
  test("goes on after a restart: resources, objects, etcd, journal", async () => {
    await prepareSecrets(client);
    await createReplica(client, "a", "init");
    await createReplica(client, "b", "join");
    await client.call("POST", "/upload/storage/v1/b/acme/o?uploadType=media&name=x", "content");
    clock.advance(3000);
    const before = await reportOf(client, "b");
    const journal = client.cloud.journal();
    await client.cloud.stop();
    await start();
    expect(client.cloud.journal()).toEqual(journal);
    expect((await client.get("/acme/x")).status).toBe(200);
    clock.advance(3000);
    const after = await reportOf(client, "b");
    expect(after).toMatchObject({ memberId: before?.memberId, role: "follower", voters: ["a", "b"], apiReady: true });
    expect(after?.sequence).toBeGreaterThan(before?.sequence ?? Number.POSITIVE_INFINITY);
    await nameForRemoval(client, ["a", "b"], ["b"]);
    clock.advance(3000);
    expect(client.cloud.journal().at(-1)).toMatchObject({ kind: "driver", event: "member-removed", subject: "b" });
  });

  test("goes on with a join that the restart has interrupted", async () => {
    await prepareSecrets(client);
    await createReplica(client, "a", "init");
    clock.advance(3000);
    await createReplica(client, "b", "join");
    clock.advance(450);
    expect(await reportOf(client, "b")).toMatchObject({ role: "learner", apiReady: false });
    await client.cloud.stop();
    await start();
    clock.advance(3000);
    expect(await reportOf(client, "b")).toMatchObject({ role: "follower", apiReady: true });
  });

  test("finishes the operations that were under way", async () => {
    await client.cloud.stop();
    await start(300);
    await client.post(`${region}/addresses`, { name: "late" });
    await client.cloud.stop();
    await start(300);
    expect((await client.get(`${region}/addresses/late`)).status).toBe(404);
    clock.advance(300);
    expect((await client.get(`${region}/addresses/late`)).status).toBe(200);
  });

  test("keeps its faults over a restart, and how often they have struck", async () => {
    client.cloud.inject({ kind: "unavailable", nth: 2 });
    await client.get(`${region}/addresses/a`);
    await client.cloud.stop();
    await start();
    expect(client.cloud.faults()).toMatchObject([{ kind: "unavailable", seen: 1, struck: 0 }]);
    expect((await client.get(`${region}/addresses/a`)).status).toBe(503);
  });

  test("fails an operation that was told to, though a restart came between", async () => {
    await client.cloud.stop();
    await start(300);
    client.cloud.inject({ kind: "operation-fails" });
    const { body } = await client.post(`${region}/addresses`, { name: "late" });
    await client.cloud.stop();
    await start(300);
    clock.advance(300);
    const operation = await client.get(`${region}/operations/${body.name}`);
    expect(operation.body).toMatchObject({ status: "DONE", httpErrorStatusCode: 500 });
    expect((await client.get(`${region}/addresses/late`)).status).toBe(404);
    expect(client.cloud.journal().at(-1)).toMatchObject({ kind: "operation", outcome: "refused" });
  });

  test("has on disk what it has answered, and one line a journal entry", async () => {
    await client.address("a");
    const state = JSON.parse(await readFile(join(directory, "state.json"), "utf8"));
    expect(JSON.stringify(state.store.addresses)).toContain("addresses/a");
    const lines = (await readFile(join(directory, "journal.jsonl"), "utf8")).trim().split("\n");
    expect(lines.map((line) => JSON.parse(line))).toEqual(client.cloud.journal());
  });

  test("is empty after a reset and another start", async () => {
    await prepareSecrets(client);
    await createReplica(client, "a", "init");
    await client.cloud.reset();
    await client.cloud.stop();
    await start();
    expect(client.cloud.journal()).toEqual([]);
    expect((await client.get(`${zoneB}/instances/a`)).status).toBe(404);
    clock.advance(3000);
    await deleteReplica(client, "a");
    expect(client.cloud.journal().every((entry) => entry.kind === "call")).toBe(true);
  });
});
