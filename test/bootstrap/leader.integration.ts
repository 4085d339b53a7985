import { afterEach, beforeAll, expect, test } from "@jest/globals";
import { ensureKubernetes } from "../../scripts/kubernetes/programs.ts";
import { EtcdCluster, type Seen } from "./etcd-cluster.ts";

const buildMs = 20 * 60_000;
const testMs = 300_000;
const names = ["prod-b", "prod-c", "prod-d"];
let programs = "";
let cluster: EtcdCluster | undefined;

beforeAll(async () => {
  programs = await ensureKubernetes({ log: (line) => process.stderr.write(`${line}\n`) });
}, buildMs);

afterEach(async () => {
  await cluster?.close();
  cluster = undefined;
});

const three = async () => {
  cluster = await EtcdCluster.start(programs, names);
  return cluster;
};
const without = (name: string) => names.filter((each) => each !== name);
const listed = ({ members }: Seen) => members.map(([name]) => name).sort();

test(
  "the leader removes whom Terraform names, by member ID, and nobody else",
  async () => {
    const etcd = await three();
    const leader = await etcd.leader();
    const [gone = "", stays = ""] = without(leader);
    expect(listed(await etcd.turn(leader, { members: names }))).toEqual(names);
    expect(listed(await etcd.turn(stays, { members: without(gone), remove: [gone] }))).toEqual(names);
    expect(listed(await etcd.turn(leader, { members: without(gone), remove: [gone] }))).toEqual([leader, stays].sort());
  },
  testMs,
);

test(
  "a leader that is to go hands over first, and its heir removes it",
  async () => {
    const etcd = await three();
    const old = await etcd.leader();
    const told = { members: without(old), remove: [old] };
    expect(await etcd.turn(old, told)).toMatchObject({ role: "follower" });
    const heir = await etcd.leader();
    expect(told.members).toContain(heir);
    expect(listed(await etcd.turn(heir, told))).toEqual(told.members);
  },
  testMs,
);

test(
  "nobody is removed where those that answer would be no quorum (R2)",
  async () => {
    const etcd = await three();
    const leader = await etcd.leader();
    const [dead = "", named = ""] = without(leader);
    await etcd.kill(dead);
    const seen = await etcd.turn(leader, { members: without(named), remove: [named] });
    expect([listed(seen), seen.unreachable]).toEqual([names, [dead]]);
    // The dead one may go: two of two answer.
    expect(listed(await etcd.turn(leader, { members: without(dead), remove: [dead] }))).toEqual(without(dead));
  },
  testMs,
);

test(
  "a learner whose peer never answers is reaped, and blocks every removal until then (R1)",
  async () => {
    const etcd = await three();
    const leader = await etcd.leader();
    const [named = ""] = without(leader);
    await etcd.add("prod-e", "learner", false);
    const told = { members: [...without(named), "prod-e"], remove: [named] };
    expect((await etcd.turn(leader, told)).members).toHaveLength(4);
    expect(listed(await etcd.turn(leader, { ...told, silence: 0 }))).toEqual(names);
    expect(listed(await etcd.turn(leader, told))).toEqual(without(named));
  },
  testMs,
);

test(
  "a member that nobody named stays, and nobody else is removed meanwhile (R1)",
  async () => {
    const etcd = await three();
    await etcd.add("stranger", "voter");
    const leader = await etcd.leader();
    const named = names.find((name) => name !== leader) ?? "";
    const told = { members: without(named), remove: [named] };
    expect((await etcd.turn(leader, told)).members).toHaveLength(4);
  },
  testMs,
);

test(
  "a leader that gets no traffic hands over to one that does (R12)",
  async () => {
    const etcd = await three();
    const leader = await etcd.leader();
    const [, serving = ""] = without(leader);
    expect(await etcd.turn(leader, { members: names, idle: true })).toMatchObject({ role: "leader" });
    await etcd.turn(serving, { members: names, serving: true });
    expect(await etcd.turn(leader, { members: names, idle: true })).toMatchObject({ role: "follower" });
    expect(await etcd.leader()).toBe(serving);
  },
  testMs,
);

test(
  "a learner reports that it is one",
  async () => {
    const etcd = await three();
    await etcd.add("prod-e", "learner");
    let seen: Seen | undefined;
    while (seen?.role !== "learner") seen = await etcd.turn("prod-e", { members: names }).catch(() => undefined);
    expect(seen).toMatchObject({ role: "learner", members: [] });
  },
  testMs,
);
