import { describe, expect, test } from "@jest/globals";
import { eachTest, instanceBody, zoneB, zoneC } from "../../../kit/local-cloud/client.ts";

const local = eachTest();
const path = `${zoneB}/instances/a`;

describe("an instance", () => {
  test("has its boot disk from the image family and names everything that clients read", async () => {
    await local.client.create(`${zoneB}/instances`, instanceBody("a", { tags: { items: ["replica"] } }));
    const { body } = await local.client.get(path);
    expect(body).toMatchObject({
      kind: "compute#instance",
      name: "a",
      status: "RUNNING",
      selfLink: "https://www.googleapis.com/compute/v1/projects/acme/zones/europe-west1-b/instances/a",
      tags: { items: ["replica"] },
      scheduling: { automaticRestart: true },
    });
    expect(body.key).toBeUndefined();
    const disk = await local.client.get(new URL(body.disks[0].source).pathname);
    expect(disk.body).toMatchObject({ name: "a", sizeGb: "10", users: [body.selfLink] });
    expect(disk.body.sourceImage).toMatch(/debian-12-bookworm/);
  });

  test("changes metadata, tags and labels only with their current fingerprints", async () => {
    await local.client.create(`${zoneB}/instances`, instanceBody("a"));
    const { body } = await local.client.get(path);
    const items = [{ key: "k", value: "v" }];
    const mismatch = { status: 412, reason: "conditionNotMet" };
    expect(await local.client.post(`${path}/setMetadata`, { fingerprint: "old", items })).toMatchObject(mismatch);
    expect(await local.client.post(`${path}/setMetadata`, { items })).toMatchObject(mismatch);
    expect(await local.client.post(`${path}/setTags`, { fingerprint: "old", items: ["t"] })).toMatchObject(mismatch);
    expect(await local.client.post(`${path}/setLabels`, { labels: {}, labelFingerprint: "old" })).toMatchObject(
      mismatch,
    );
    await local.client.create(`${path}/setMetadata`, { fingerprint: body.metadata.fingerprint, items });
    await local.client.create(`${path}/setTags`, { fingerprint: body.tags.fingerprint, items: ["t"] });
    await local.client.create(`${path}/setLabels`, { labels: { l: "v" }, labelFingerprint: body.labelFingerprint });
    const after = (await local.client.get(path)).body;
    expect(after).toMatchObject({ metadata: { items }, tags: { items: ["t"] }, labels: { l: "v" } });
    expect(after.metadata.fingerprint).not.toBe(body.metadata.fingerprint);
  });

  test("that is protected refuses to be deleted until the protection is lifted", async () => {
    await local.client.create(`${zoneB}/instances`, instanceBody("a", { deletionProtection: true }));
    expect(await local.client.delete(path)).toMatchObject({ status: 400, reason: "invalidResourceUsage" });
    await local.client.create(`${path}/setDeletionProtection?deletionProtection=false`, {});
    expect((await local.client.delete(path)).status).toBe(200);
    expect((await local.client.get(path)).status).toBe(404);
  });

  test("changes its machine type only while it is stopped", async () => {
    await local.client.create(`${zoneB}/instances`, instanceBody("a"));
    const machineType = "zones/europe-west1-b/machineTypes/e2-standard-8";
    expect(await local.client.post(`${path}/setMachineType`, { machineType })).toMatchObject({ status: 400 });
    await local.client.create(`${path}/stop`, {});
    await local.client.create(`${path}/setMachineType`, { machineType });
    await local.client.create(`${path}/start`, {});
    const { body } = await local.client.get(path);
    expect(body).toMatchObject({ status: "RUNNING" });
    expect(body.machineType).toMatch(/\/machineTypes\/e2-standard-8$/);
  });

  test.each([
    ["a disk", { disks: [{ boot: true, source: "projects/acme/zones/europe-west1-b/disks/none" }] }, 404],
    ["an image", { disks: [{ boot: true, initializeParams: { sourceImage: "projects/x/global/images/none" } }] }, 404],
    ["a subnetwork", { networkInterfaces: [{ subnetwork: "regions/europe-west1/subnetworks/none" }] }, 404],
    ["a service account", { serviceAccounts: [{ email: "none@acme.iam.gserviceaccount.com" }] }, 400],
    ["a machine type", { machineType: "zones/europe-west1-b/machineTypes/fast" }, 400],
  ])("is refused when it refers to %s that does not exist", async (_what, more, status) => {
    expect((await local.client.post(`${zoneB}/instances`, instanceBody("a", more))).status).toBe(status);
    expect((await local.client.get(path)).status).toBe(404);
    expect((await local.client.get(`${zoneB}/disks/a`)).status).toBe(404);
  });
});

describe("a disk", () => {
  const boot = { boot: true, autoDelete: true, initializeParams: {} };
  const image = { sourceImage: "projects/debian-cloud/global/images/family/debian-12" };
  const data = { source: "projects/acme/zones/europe-west1-b/disks/data", deviceName: "etcd" };
  const disks = [{ ...boot, initializeParams: image }, data];
  const inUse = { status: 400, reason: "resourceInUseByAnotherResource" };

  test("belongs to one instance, is not deleted meanwhile, and outlives it unless it is auto-deleted", async () => {
    await local.client.create(`${zoneB}/disks`, { name: "data", sizeGb: "50", type: "zones/x/diskTypes/pd-ssd" });
    await local.client.create(`${zoneB}/instances`, instanceBody("a", { disks }));
    expect(await local.client.post(`${zoneB}/instances`, instanceBody("b", { disks }))).toMatchObject(inUse);
    expect(await local.client.delete(`${zoneB}/disks/data`)).toMatchObject(inUse);
    await local.client.delete(path);
    expect((await local.client.get(`${zoneB}/disks/a`)).status).toBe(404);
    expect((await local.client.delete(`${zoneB}/disks/data`)).status).toBe(200);
  });

  test("is attached and detached by device name, and only within its zone", async () => {
    await local.client.create(`${zoneB}/disks`, { name: "data" });
    await local.client.create(`${zoneC}/disks`, { name: "data" });
    await local.client.create(`${zoneB}/instances`, instanceBody("a"));
    const far = { source: "projects/acme/zones/europe-west1-c/disks/data" };
    expect(await local.client.post(`${path}/attachDisk`, far)).toMatchObject({ status: 400 });
    await local.client.create(`${path}/attachDisk`, data);
    expect((await local.client.get(path)).body.disks[1]).toMatchObject({ deviceName: "etcd", boot: false });
    expect(await local.client.post(`${path}/detachDisk?deviceName=none`)).toMatchObject({ status: 400 });
    await local.client.create(`${path}/detachDisk?deviceName=etcd`, {});
    expect((await local.client.get(path)).body.disks).toHaveLength(1);
  });

  test("grows and never shrinks, and has a type that GCE knows", async () => {
    await local.client.create(`${zoneB}/disks`, { name: "data", sizeGb: 50 });
    await local.client.create(`${zoneB}/disks/data/resize`, { sizeGb: "60" });
    expect(await local.client.post(`${zoneB}/disks/data/resize`, { sizeGb: "50" })).toMatchObject({ status: 400 });
    expect((await local.client.get(`${zoneB}/disks/data`)).body.sizeGb).toBe("60");
    expect(await local.client.post(`${zoneB}/disks`, { name: "x", type: "zones/z/diskTypes/fast" })).toMatchObject({
      status: 404,
    });
  });
});

describe("guest attributes and the serial console", () => {
  test("attributes are refused unless metadata enables them, and 404 until something is written", async () => {
    await local.client.create(`${zoneB}/instances`, instanceBody("a"));
    expect(await local.client.get(`${path}/getGuestAttributes?queryPath=quorate/`)).toMatchObject({ status: 403 });
    const metadata = { items: [{ key: "enable-guest-attributes", value: "TRUE" }] };
    await local.client.create(`${zoneB}/instances`, instanceBody("b", { metadata }));
    const answer = await local.client.get(`${zoneB}/instances/b/getGuestAttributes?queryPath=quorate/`);
    expect(answer).toMatchObject({ status: 404, reason: "notFound" });
  });

  test("the console is empty at first", async () => {
    await local.client.create(`${zoneB}/instances`, instanceBody("a"));
    const { body } = await local.client.get(`${path}/serialPort?port=1&start=0`);
    expect(body).toMatchObject({ contents: "", next: "0" });
  });
});
