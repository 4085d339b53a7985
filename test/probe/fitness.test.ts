import { describe, expect, test } from "@jest/globals";
import { planChange } from "../../src/change/plan-change.ts";
import type { ChangeRequest } from "../../src/plan/request.ts";
import { unfitness } from "../../src/probe/fitness.ts";
import { healthOf } from "../../src/probe/health.ts";
import type { StatusReport } from "../../src/topology/status-report.ts";
import type { Topology } from "../../src/topology/topology.ts";
import { atRest, withEndpoint } from "../kit/cluster/cluster-fixture.ts";

const three = atRest("b c d");

type Changes = Readonly<Record<string, Partial<StatusReport> | null>>;

/** What every replica reports when all is well, but for these changes; null for one that is silent. */
function reports({ replicas, members }: Topology, changes: Changes): ReadonlyMap<string, StatusReport> {
  const all = replicas.map(({ name }, index): [string, StatusReport] => [
    name,
    {
      name,
      memberId: "8e9e05c52164694d",
      role: index === 0 ? "leader" : "follower",
      voters: members,
      learners: [],
      alarms: [],
      drained: false,
      apiReady: true,
      unreachable: [],
      sequence: 7,
      ...changes[name],
    },
  ]);
  return new Map(all.filter(([name]) => changes[name] !== null));
}

/** The codes and messages of what makes the live cluster unfit for a plan. */
function found(observed: Topology, desired: Topology, changes: Changes, request?: ChangeRequest): string[] {
  const snapshot = reports(observed, changes);
  const change = planChange(observed, desired, request, healthOf(observed, snapshot));
  const requested = request?.kind === "replace" ? request.replica : undefined;
  return unfitness(change, observed, snapshot, requested).map(({ code, message }) => `${code} ${message}`);
}

const grow = atRest("b c d e@b f@c");
const stranger = { "prod-b": { voters: ["prod-b", "prod-c", "prod-d", "mallory"] } };

describe("a plan is refused at once where waiting cannot help", () => {
  test.each<[string, Changes, RegExp]>([
    ["etcd has a member that nobody named", stranger, /^Q080 .*: mallory$/],
    ["a learner that nobody named", { "prod-c": { learners: ["prod-x"] } }, /^Q080 .*: prod-x$/],
    ["an alarm", { "prod-c": { alarms: ["NOSPACE"] } }, /^Q081 .*: NOSPACE on prod-c$/],
    ["nobody leads", { "prod-b": { role: "follower" } }, /^Q082 .*all 3 members report$/],
  ])("%s", (_, changes, message) => {
    expect(found(three, grow, changes)).toEqual([expect.stringMatching(message)]);
  });

  test("all reasons are told at once", () => {
    const changes = { "prod-b": { ...stranger["prod-b"], role: "none", alarms: ["CORRUPT"] } } as const;
    expect(found(three, grow, changes).map((each) => each.slice(0, 4))).toEqual(["Q080", "Q081", "Q082"]);
  });
});

describe("a plan may begin", () => {
  const alarmed = { "prod-d": { alarms: ["CORRUPT"] } } as const;

  test("on a cluster where all is well", () => {
    expect(found(three, grow, {})).toEqual([]);
  });

  test("where the alarm is that of the replica to replace, or of the first to go", () => {
    expect(found(three, three, alarmed, { kind: "replace", replica: "prod-d" })).toEqual([]);
    expect(found(three, three, alarmed, { kind: "replace", replica: "prod-c" })).toEqual([
      expect.stringMatching(/^Q081/),
    ]);
    expect(found(three, atRest("b c"), alarmed)).toEqual([]);
  });

  test("where the unknown member is one that is being added or removed: a torn step is gone on with", () => {
    const untold = { ...three, members: ["prod-b", "prod-c"] };
    expect(found(untold, three, { "prod-b": { learners: ["prod-d"] }, "prod-d": { role: "learner" } })).toEqual([]);
    const removing = { ...three, members: ["prod-b", "prod-c"], remove: ["prod-d"] };
    expect(found(removing, atRest("b c"), { "prod-b": { voters: three.members } })).toEqual([]);
  });

  test("where a replica is silent, because it may lead, or an election may be under way", () => {
    expect(found(three, three, { "prod-b": null }, { kind: "replace", replica: "prod-b" })).toEqual([]);
  });

  test("where no step has a gate: settings only", () => {
    const open = {
      ...three,
      settings: { ...three.settings, endpoint: { ...three.settings.endpoint, allowedCidrs: [] } },
    };
    expect(found(open, three, stranger)).toEqual([]);
  });

  test("where stopped replicas are to be started: that is what brings the leader back", () => {
    const off = (name: string) => name !== "prod-b";
    const stopped = { ...three, replicas: three.replicas.map((each) => ({ ...each, running: !off(each.name) })) };
    expect(found(stopped, three, { "prod-b": { role: "follower" }, "prod-c": null, "prod-d": null })).toEqual([]);
  });

  test("while the cluster is being created", () => {
    const creating = { ...withEndpoint(three, { backends: ["prod-b"] }), secretsWritable: true };
    expect(found(creating, three, { "prod-b": { role: "none", voters: [] } })).toEqual([]);
  });
});
