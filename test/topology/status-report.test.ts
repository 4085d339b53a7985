import { describe, expect, test } from "@jest/globals";
import { parseStatus } from "../../src/topology/status-report.ts";

const report = {
  name: "prod-b",
  memberId: "8e9e05c52164694d",
  role: "leader",
  voters: ["prod-b", "prod-c"],
  learners: ["91bc3c398fb3c146"],
  alarms: ["NOSPACE"],
  drained: false,
  apiReady: true,
  unreachable: ["prod-c"],
  sequence: 7,
};
const read = (more: object) => parseStatus(JSON.stringify({ ...report, ...more }));

describe("any process on an instance may write a report, so it is believed in its form only", () => {
  test("names, member IDs and alarms are read", () => {
    expect(read({})).toEqual(report);
    expect(read({ voters: Array(16).fill("a".repeat(63)) })).toBeDefined();
  });

  test.each(["voters", "learners", "alarms", "unreachable"])("%s: names only, and few", (list) => {
    for (const name of ["", "a b", "a\r::error::x", "\u001b[2J", "a\n", "\u3164", "a".repeat(64)]) {
      expect(read({ [list]: [name] })).toBeUndefined();
    }
    expect(read({ [list]: Array(17).fill("a") })).toBeUndefined();
  });

  test.each(["name", "memberId"])("%s: a name", (key) => {
    for (const name of ["", "a\u0085b", "a".repeat(64)]) expect(read({ [key]: name })).toBeUndefined();
  });
});
