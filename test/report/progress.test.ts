import { stripVTControlCharacters } from "node:util";
import { expect, test } from "@jest/globals";
import type { ApplyEvent } from "../../src/report/apply-event.ts";
import { duration, renderEvent } from "../../src/report/progress.ts";

const address = "google_compute_instance.replica_prod-b";
const cases: readonly (readonly [ApplyEvent, string])[] = [
  [
    { event: "plan-accepted", cluster: "prod", digest: "sha256:ab", steps: 2 },
    "prod: applying 2 steps of plan sha256:ab",
  ],
  [
    { event: "step-started", id: 1, of: 2, kind: "add-replica", subject: "prod-b", title: "Add prod-b" },
    "Step 1 of 2: Add prod-b",
  ],
  [{ event: "resource-started", address, action: "create" }, `  ${address}: Creating...`],
  [
    { event: "resource-progress", address, action: "create", elapsedSeconds: 10 },
    `  ${address}: Still creating... [10s elapsed]`,
  ],
  [
    { event: "resource-finished", address, action: "update", elapsedSeconds: 65 },
    `  ${address}: Modifications complete after 1m5s`,
  ],
  [
    { event: "resource-finished", address, action: "delete", elapsedSeconds: 3 },
    `  ${address}: Destruction complete after 3s`,
  ],
  [
    { event: "gate-waiting", check: "member-votes", subject: "prod-b", reason: "it is a learner", elapsedSeconds: 20 },
    "  Waiting until prod-b votes in etcd: it is a learner [20s elapsed]",
  ],
  [
    { event: "gate-passed", check: "api-ready", subject: "prod-b", elapsedSeconds: 61 },
    "  ✓ the API server of prod-b is ready (after 1m1s)",
  ],
  [{ event: "step-finished", id: 1, seconds: 90 }, "Step 1 complete after 1m30s"],
  [
    { event: "interrupted", step: 2 },
    "Interrupted: step 2 is brought to a safe end. Applying again goes on from there.",
  ],
  [{ event: "finished", steps: 1, seconds: 3600 }, "Apply complete! 1 step in 1h0m0s."],
  [{ event: "message", text: "drift:\u001b[2J none" }, "drift:\\u{1b}[2J none"],
];

test.each(cases)("%j reads as one line in Terraform's words", (event, line) => {
  expect(renderEvent(event, { color: false })).toBe(line);
  expect(stripVTControlCharacters(renderEvent(event, { color: true }))).toBe(line);
});

test("durations round to seconds and are never negative", () => {
  expect([0, -1, 9.6, 59.7, 3661].map(duration)).toEqual(["0s", "0s", "10s", "1m0s", "1h1m1s"]);
});
