import { expect, jest, test } from "@jest/globals";
import { statusAttribute, statusReport } from "../../src/topology/status-report.ts";
import { python } from "../kit/python.ts";

jest.setTimeout(60_000);

test("what an instance reports is, word for word, what its readers know", async () => {
  const roles = statusReport.shape.role.options;
  const { attribute, reports } = (await python("status.py", roles)) as { attribute: string; reports: unknown[] };
  expect(attribute).toBe(statusAttribute);
  // Strict: a key that nobody reads is a mistake too, and a default is only for reports of earlier versions.
  const read = reports.map((report) => statusReport.strict().parse(report));
  expect(read).toEqual(reports);
  expect(read.map(({ role }) => role)).toEqual(roles);
  const members = { memberId: "a".repeat(16), voters: ["prod-b", "prod-c"], learners: ["c".repeat(16)] };
  expect(read[roles.indexOf("leader")]).toMatchObject({ ...members, alarms: ["NOSPACE"], unreachable: ["prod-c"] });
  expect(read[roles.indexOf("follower")]).toMatchObject({ ...members, unreachable: [] });
});
