import { describe, expect, test } from "@jest/globals";
import type { Check } from "../../src/plan/gate.ts";
import { judge } from "../../src/probe/gate.ts";
import type { StatusReport } from "../../src/topology/status-report.ts";

const voters = ["b", "c", "d"];

function report(name: string, changes: Partial<StatusReport> = {}): StatusReport {
  const role = name === "b" ? "leader" : "follower";
  return {
    name,
    memberId: "8e9e05c52164694d",
    role,
    voters,
    learners: [],
    alarms: [],
    drained: false,
    apiReady: true,
    unreachable: [],
    sequence: 7,
    ...changes,
  };
}

/** The gate's answer, with three healthy members of whom some report something else, or nothing (null). */
function asked(
  check: Check,
  subject: string,
  changes: Record<string, Partial<StatusReport> | null> = {},
  members: readonly string[] = voters,
  waitedMs = 0,
): string | undefined {
  const names = [...new Set([...voters, ...Object.keys(changes)])].filter((name) => changes[name] !== null);
  const snapshot = new Map(names.map((name) => [name, report(name, changes[name] ?? {})]));
  return judge({ when: "before", check, subject }, { members, snapshot, waitedMs });
}

describe("etcd-healthy", () => {
  test("holds for healthy voters with one leader", () => {
    expect(asked("etcd-healthy", "prod")).toBeUndefined();
  });

  test.each<[string, Record<string, Partial<StatusReport> | null>, RegExp]>([
    ["a member says nothing: unknown is not healthy", { c: null }, /c not reporting/],
    ["an API server is not ready", { c: { apiReady: false } }, /c not healthy/],
    ["a member has lost its membership", { c: { role: "none" } }, /c not healthy/],
    ["etcd has a member that nobody named", { b: { voters: [...voters, "x"] } }, /nobody named: x/],
    ["a learner is there", { b: { learners: ["d"] } }, /d still learning/],
    ["an alarm is raised", { d: { alarms: ["NOSPACE"] } }, /NOSPACE on d/],
    ["nobody leads", { b: { role: "follower" } }, /no leader/],
    ["two call themselves leader", { c: { role: "leader" } }, /more than one/],
  ])("does not hold when %s", (_, changes, reason) => {
    expect(asked("etcd-healthy", "prod", changes)).toMatch(reason);
  });

  test("leaves the step's own subject aside: a torn join can be resumed", () => {
    const joining = { b: { learners: ["e"] }, e: { role: "learner", apiReady: false } } as const;
    expect(asked("etcd-healthy", "e", joining)).toBeUndefined();
    expect(asked("etcd-healthy", "prod", joining)).toMatch(/nobody named: e/);
  });
});

describe("quorum-without", () => {
  test("holds while the healthy voters that stay are a quorum of them", () => {
    expect(asked("quorum-without", "d", { d: null })).toBeUndefined();
    expect(asked("quorum-without", "d", { c: null })).toMatch(/1 healthy voters would stay, 2 are needed/);
  });
});

describe("member-votes", () => {
  test("holds when the subject votes and everybody who reports says so", () => {
    expect(asked("member-votes", "d")).toBeUndefined();
  });

  test.each<[string, Record<string, Partial<StatusReport> | null>, RegExp]>([
    ["it is silent", { d: null }, /not reporting/],
    ["it is a learner", { d: { role: "learner" } }, /learner/],
    ["it has not joined", { d: { role: "none" } }, /not joined/],
    ["another does not count it", { c: { voters: ["b", "c"] } }, /not yet so on c/],
    ["it is alone in saying so", { b: null, c: null }, /1 of 3 members report, 2 are needed/],
  ])("does not hold when %s", (_, changes, reason) => {
    expect(asked("member-votes", "d", changes)).toMatch(reason);
  });
});

describe("member-absent", () => {
  const staying = ["b", "c"];
  const without = { voters: staying };

  test("holds when a quorum of the members reports and none of them knows the subject", () => {
    expect(asked("member-absent", "d", { b: without, c: without, d: null }, staying)).toBeUndefined();
  });

  test("does not hold while any of them still counts the subject, as voter or learner", () => {
    expect(asked("member-absent", "d", { b: without }, staying)).toMatch(/not yet so on c/);
    const learning = { voters: staying, learners: ["d"] };
    expect(asked("member-absent", "d", { b: learning, c: without }, staying)).toMatch(/not yet so on b/);
  });

  test("does not hold on one report of two", () => {
    expect(asked("member-absent", "d", { b: without, c: null }, staying)).toMatch(/1 of 2 members report/);
  });
});

describe("drained", () => {
  test("holds when the subject says so", () => {
    expect(asked("drained", "d", { d: { drained: true } })).toBeUndefined();
    expect(asked("drained", "d")).toMatch(/draining/);
  });

  test("a silent subject counts as drained only after the load balancer's time", () => {
    expect(asked("drained", "d", { d: null }, voters, 59_999)).toMatch(/not reporting/);
    expect(asked("drained", "d", { d: null }, voters, 60_000)).toBeUndefined();
  });

  test("a silent subject whose etcd does not answer the leader has nobody to drain", () => {
    expect(asked("drained", "d", { d: null, b: { unreachable: ["d"] } })).toBeUndefined();
    expect(asked("drained", "d", { d: null, b: { unreachable: ["c"] } })).toMatch(/not reporting/);
    expect(asked("drained", "d", { d: {}, b: { unreachable: ["d"] } })).toMatch(/draining/);
  });
});

test("api-ready is the subject's own", () => {
  expect(asked("api-ready", "d")).toBeUndefined();
  expect(asked("api-ready", "d", { d: { apiReady: false } })).toMatch(/not ready/);
  expect(asked("api-ready", "d", { d: null })).toMatch(/not reporting/);
});
