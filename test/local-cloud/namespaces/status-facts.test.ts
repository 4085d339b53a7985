import { describe, expect, test } from "@jest/globals";
import type { Machine } from "../../../src/local-cloud/driver.ts";
import {
  eventsBetween,
  parseReport,
  type Report,
  reportedClusters,
} from "../../../src/local-cloud/namespaces/status-facts.ts";

const machine = (name: string): Machine => ({
  id: `7${name}`,
  project: "acme",
  zone: "europe-west1-b",
  name,
  running: true,
  metadata: { "quorate-cluster": JSON.stringify({ name: "prod" }) },
  serviceAccount: null,
  dataDisk: null,
  disks: [],
  internalIp: "10.132.0.2",
  externalIp: null,
  tags: [],
  loadBalanced: false,
});
/** What a report says besides etcd's members. */
const silent = { alarms: [], drained: false, apiReady: true, unreachable: [], sequence: 1 };
const report = (
  name: string,
  role: string,
  voters: readonly string[],
  learners: readonly string[] = [],
  at = 1,
  { bootedAt = 0, earlier }: { bootedAt?: number; earlier?: Report } = {},
): Report => {
  const memberId = role === "none" ? null : `${name}-id`;
  const text = JSON.stringify({ ...silent, name, memberId, role, voters, learners });
  const parsed = parseReport(machine(name), text, { at, bootedAt, earlier });
  if (parsed === undefined) throw new Error("not a report");
  return parsed;
};
const shown = (reports: readonly Report[]) =>
  reportedClusters(reports, []).map(({ voters, learners, aliveVoters, leader }) => ({
    voters,
    learners,
    aliveVoters,
    leader,
  }));

describe("what replicas report of their cluster becomes the journal's facts", () => {
  test("the leader's word counts, whenever it came", () => {
    const reports = [report("b", "leader", ["b", "c"], [], 1), report("c", "follower", ["b"], [], 2)];
    expect(shown(reports)).toEqual([{ voters: ["b", "c"], learners: [], aliveVoters: ["b", "c"], leader: "b" }]);
  });

  test("a newcomer lives before it says so; an instance that boots under a voter's name has to say so", () => {
    const leader = (at: number) => report("b", "leader", ["b", "c"], [], at);
    const before = reportedClusters([report("b", "leader", ["b"])], []);
    const promoted = reportedClusters([leader(10), report("c", "none", [], [], 11, { bootedAt: 5 })], before);
    expect(promoted[0]?.aliveVoters).toEqual(["b", "c"]);
    const amnesiac = report("c", "none", [], [], 21, { bootedAt: 15 });
    expect(reportedClusters([leader(20), amnesiac], promoted)[0]?.aliveVoters).toEqual(["b"]);
    const rebooted = report("c", "follower", ["b", "c"], [], 21, { bootedAt: 15 });
    expect(reportedClusters([leader(20), rebooted], promoted)[0]?.aliveVoters).toEqual(["b", "c"]);
    const etcdRestarts = report("c", "none", [], [], 22, { bootedAt: 15, earlier: rebooted });
    expect(reportedClusters([leader(20), etcdRestarts], promoted)[0]?.aliveVoters).toEqual(["b", "c"]);
  });

  test("a cluster of one goes on living while its etcd restarts", () => {
    const leader = report("b", "leader", ["b"]);
    const restarting = report("b", "none", [], [], 2, { earlier: leader });
    expect(reportedClusters([restarting], reportedClusters([leader], []))[0]).toMatchObject({ aliveVoters: ["b"] });
  });

  test("a learner, which knows nobody, does not speak for its cluster", () => {
    const before = reportedClusters([report("b", "leader", ["b"])], []);
    expect(reportedClusters([report("c", "learner", [], [], 5)], before)[0]).toMatchObject({ voters: ["b"] });
  });

  test("without a leader the latest report counts; voters that do not report are not alive", () => {
    const reports = [report("b", "follower", ["b", "c", "d"], [], 5), report("c", "follower", ["b", "c"], [], 4)];
    expect(shown(reports)[0]).toMatchObject({ voters: ["b", "c", "d"], aliveVoters: ["b", "c"], leader: null });
  });

  test("a learner that has never started has no name and is left out; who has not joined says nothing", () => {
    expect(shown([report("b", "leader", ["b"], ["c8103d30001597ca"]), report("c", "none", [])])).toEqual([
      { voters: ["b"], learners: [], aliveVoters: ["b"], leader: "b" },
    ]);
  });

  test("a cluster of which nobody reports any more stays as it was, without living voters", () => {
    const before = reportedClusters([report("b", "leader", ["b"])], []);
    expect(reportedClusters([], before)[0]).toMatchObject({ voters: ["b"], aliveVoters: [] });
  });

  test.each([undefined, "", "{", "[]", '{"name": "b"}'])("%j is no report", (text) => {
    expect(parseReport(machine("b"), text, { at: 1, bootedAt: 0, earlier: undefined })).toBeUndefined();
  });

  test("what changes between two reports is told as events, in the order in which it happens", () => {
    const states = [
      report("b", "leader", ["b"]),
      report("b", "leader", ["b"], ["c"]),
      report("b", "leader", ["b", "c"]),
      report("c", "leader", ["b", "c"], [], 2),
      report("c", "leader", ["c"], [], 2),
    ].map((one) => reportedClusters([one], [])[0]);
    const events = states.flatMap((after, index) =>
      after === undefined
        ? []
        : eventsBetween(states[index - 1], after).map(({ event, subject }) => `${event} ${subject}`),
    );
    expect(events).toEqual(["initialised b", "learner-added c", "promoted c", "leader-moved c", "member-removed b"]);
  });
});
