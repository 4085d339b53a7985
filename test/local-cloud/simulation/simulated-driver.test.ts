import { beforeEach, describe, expect, test } from "@jest/globals";
import { eachTest, zoneB } from "../../kit/local-cloud/client.ts";
import {
  consoleOf,
  createReplica,
  deleteReplica,
  email,
  nameForRemoval,
  prepareSecrets,
  reportOf,
} from "../control-plane.ts";
import { ManualClock } from "../manual-clock.ts";

let clock: ManualClock;
const local = eachTest(() => {
  clock = new ManualClock();
  return { clock };
});
const settled = 3000;

/** A cluster of replicas `a`, `b`, … that all vote. */
async function grow(...names: readonly string[]): Promise<void> {
  for (const [index, name] of names.entries()) {
    await createReplica(local.client, name, index === 0 ? "init" : "join");
    clock.advance(settled);
  }
}

const events = () =>
  local.client.cloud.journal().flatMap((entry) => (entry.kind === "driver" ? [`${entry.event} ${entry.subject}`] : []));
const facts = () => local.client.cloud.journal().at(-1)?.facts.clusters[0];

describe("creating a control plane (A13, R4)", () => {
  beforeEach(() => prepareSecrets(local.client));

  test("the first replica initialises; later ones learn, then vote, one after another", async () => {
    await createReplica(local.client, "a", "init");
    await createReplica(local.client, "b", "join");
    await createReplica(local.client, "c", "join");
    clock.advance(settled);
    expect(events().filter((event) => !event.startsWith("booted"))).toEqual([
      "initialised a",
      "learner-added b",
      "promoted b",
      "learner-added c",
      "promoted c",
    ]);
    expect(await reportOf(local.client, "c")).toMatchObject({
      name: "c",
      role: "follower",
      voters: ["a", "b", "c"],
      learners: [],
      alarms: [],
      drained: true,
      apiReady: true,
      memberId: expect.stringMatching(/^[0-9a-f]{16}$/),
    });
    expect(await reportOf(local.client, "a")).toMatchObject({ role: "leader" });
    for (const secret of ["ca", "service-account", "encryption"])
      expect((await local.client.get(`/v1/projects/acme/secrets/prod-${secret}/versions`)).body.totalSize).toBe(1);
  });

  test("nothing is reported before the boot, and the sequence grows with each report", async () => {
    await createReplica(local.client, "a", "init");
    clock.advance(100);
    expect(await reportOf(local.client, "a")).toBeNull();
    clock.advance(1000);
    const first = await reportOf(local.client, "a");
    clock.advance(1000);
    expect((await reportOf(local.client, "a"))?.sequence).toBeGreaterThan(first?.sequence ?? Number.POSITIVE_INFINITY);
  });

  test("a second init never starts a second cluster", async () => {
    await grow("a");
    await createReplica(local.client, "z", "init");
    clock.advance(settled);
    expect(await reportOf(local.client, "z")).toMatchObject({ role: "none", memberId: null, apiReady: false });
    expect(await consoleOf(local.client, "z")).toContain("initialised already");
    expect(facts()).toMatchObject({ voters: ["a"] });
  });

  test("a replica that joins waits for a live quorum", async () => {
    await createReplica(local.client, "b", "join");
    clock.advance(settled);
    expect(await consoleOf(local.client, "b")).toContain("waiting: no live quorum");
    await createReplica(local.client, "a", "init");
    clock.advance(settled);
    expect(facts()).toMatchObject({ voters: ["a", "b"] });
  });
});

test("a replica whose service account may not write the secrets waits, and says so", async () => {
  await prepareSecrets(local.client, "prod", ["secretAccessor"]);
  await createReplica(local.client, "a", "init");
  clock.advance(settled);
  expect(await consoleOf(local.client, "a")).toContain("secretmanager.versions.add");
  expect(await reportOf(local.client, "a")).toMatchObject({ role: "none", apiReady: false });
});

test("a first replica that was refused between two of its keys goes on with the others once it may", async () => {
  const allow = (secret: string, ...roles: readonly string[]) =>
    local.client.create(`/v1/projects/acme/secrets/prod-${secret}:setIamPolicy`, {
      policy: {
        bindings: roles.map((role) => ({ role: `roles/secretmanager.${role}`, members: [`serviceAccount:${email}`] })),
      },
    });
  await prepareSecrets(local.client);
  await allow("service-account", "secretAccessor");
  await createReplica(local.client, "a", "init");
  clock.advance(settled);
  expect(await consoleOf(local.client, "a")).toContain("waiting: Permission 'secretmanager.versions.add'");
  await allow("service-account", "secretAccessor", "secretVersionAdder");
  clock.advance(settled);
  expect(facts()).toMatchObject({ voters: ["a"] });
});

describe("removing a member (A3, R2, R3)", () => {
  beforeEach(() => prepareSecrets(local.client));

  test("happens when it is named, hands leadership over first, and leaves the instance without a membership", async () => {
    await grow("a", "b", "c");
    await nameForRemoval(local.client, ["a", "b", "c"], ["a"]);
    clock.advance(settled);
    expect(events().slice(-2)).toEqual([expect.stringMatching(/^leader-moved [bc]$/), "member-removed a"]);
    expect(await reportOf(local.client, "a")).toMatchObject({ role: "none", apiReady: false, voters: [] });
    expect(await reportOf(local.client, "b")).toMatchObject({ voters: ["b", "c"], apiReady: true });
    clock.advance(settled);
    expect(facts()).toMatchObject({ voters: ["b", "c"] });
  });

  test("never happens to members that nobody named, dead or not", async () => {
    await grow("a", "b", "c");
    await deleteReplica(local.client, "c");
    clock.advance(10 * settled);
    expect(facts()).toMatchObject({ voters: ["a", "b", "c"], aliveVoters: ["a", "b"] });
  });

  test("of a dead member is possible, and makes room for a new one of the same name (A5)", async () => {
    await grow("a", "b", "c");
    await deleteReplica(local.client, "c");
    await nameForRemoval(local.client, ["a", "b"], ["c"]);
    clock.advance(settled);
    expect(facts()).toMatchObject({ voters: ["a", "b"] });
    await nameForRemoval(local.client, ["a", "b"], []);
    await createReplica(local.client, "c", "join");
    clock.advance(settled);
    expect(facts()).toMatchObject({ voters: ["a", "b", "c"], aliveVoters: ["a", "b", "c"] });
  });

  test("does not happen where the living voters that stay would be no quorum", async () => {
    await grow("a", "b", "c");
    local.client.cloud.kill("c");
    await nameForRemoval(local.client, ["a", "b"], ["b"]);
    clock.advance(settled);
    expect(facts()).toMatchObject({ voters: ["a", "b", "c"] });
  });

  test("does not happen to the last voter", async () => {
    await grow("a");
    await nameForRemoval(local.client, ["a"], ["a"]);
    clock.advance(settled);
    expect(await reportOf(local.client, "a")).toMatchObject({ role: "leader", voters: ["a"] });
  });
});

describe("failures", () => {
  beforeEach(() => prepareSecrets(local.client));

  test("a killed replica stops reporting while its instance runs", async () => {
    await grow("a", "b", "c");
    const before = await reportOf(local.client, "b");
    await local.client.post("/local/v1/instances/b:kill");
    clock.advance(settled);
    expect((await reportOf(local.client, "b"))?.sequence).toBe(before?.sequence);
    expect((await local.client.get(`${zoneB}/instances/b`)).body.status).toBe("RUNNING");
    expect(await reportOf(local.client, "a")).toMatchObject({ apiReady: true });
    expect((await local.client.post("/local/v1/instances/none:kill")).status).toBe(404);
  });

  test("without quorum nothing is ready, nobody leads and nothing changes", async () => {
    await grow("a", "b");
    local.client.cloud.kill("b");
    await createReplica(local.client, "c", "join");
    clock.advance(settled);
    expect(await reportOf(local.client, "a")).toMatchObject({ role: "follower", apiReady: false, voters: ["a", "b"] });
    expect(facts()).toMatchObject({ voters: ["a", "b"], learners: [], aliveVoters: ["a"] });
  });

  test("an instance with an empty disk and a name that is still a member's stops and says so (R9)", async () => {
    await grow("a", "b", "c");
    await deleteReplica(local.client, "c");
    await createReplica(local.client, "c", "join");
    clock.advance(settled);
    expect(await consoleOf(local.client, "c")).toContain("stopped: etcd has a member c already");
    expect(events().at(-1)).toBe("halted c");
    expect(facts()).toMatchObject({ aliveVoters: ["a", "b"] });
  });

  test("a reboot keeps the membership, because the data disk does", async () => {
    await grow("a", "b", "c");
    const before = await reportOf(local.client, "c");
    await local.client.create(`${zoneB}/instances/c/stop`, {});
    clock.advance(settled);
    expect(facts()).toMatchObject({ aliveVoters: ["a", "b"] });
    await local.client.create(`${zoneB}/instances/c/start`, {});
    clock.advance(settled);
    expect(await reportOf(local.client, "c")).toMatchObject({
      memberId: before?.memberId,
      role: "follower",
      apiReady: true,
    });
  });

  test("a cluster whose instances and disks are all gone is forgotten", async () => {
    await grow("a");
    await deleteReplica(local.client, "a");
    expect(facts()).toBeUndefined();
  });
});

test("a replica is drained only some time after it has left the load balancer", async () => {
  await prepareSecrets(local.client);
  await grow("a");
  await local.client.balancer("group");
  const member = { instances: [{ instance: "projects/acme/zones/europe-west1-b/instances/a" }] };
  await local.client.create(`${zoneB}/instanceGroups/group/addInstances`, member);
  clock.advance(settled);
  expect(await reportOf(local.client, "a")).toMatchObject({ drained: false });
  expect(local.client.cloud.journal().at(-1)?.facts.loadBalanced).toEqual(["a"]);
  await local.client.create(`${zoneB}/instanceGroups/group/removeInstances`, member);
  clock.advance(100);
  expect(await reportOf(local.client, "a")).toMatchObject({ drained: false });
  clock.advance(1000);
  expect(await reportOf(local.client, "a")).toMatchObject({ drained: true });
});

test("two clusters do not meet", async () => {
  await prepareSecrets(local.client);
  await grow("a");
  await prepareSecrets(local.client, "other");
  await createReplica(local.client, "b", "init", "other");
  clock.advance(settled);
  const clusters = local.client.cloud.journal().at(-1)?.facts.clusters;
  expect(clusters?.map((cluster) => [cluster.name, cluster.voters])).toEqual([
    ["prod", ["a"]],
    ["other", ["b"]],
  ]);
});
