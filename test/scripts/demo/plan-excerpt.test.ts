import { expect, test } from "@jest/globals";
import { planExcerpt } from "../../../scripts/demo/plan-excerpt.ts";

const digest = `sha256:${"ab".repeat(32)}`;

const plan = `prod: grow from 1 to 2 replicas (+prod-c)

  Steps
    1.  Add replica prod-c
    2.  Move the endpoint's IP

Step 1 of 2: Add replica prod-c  (+1)
  etcd       1 voter → 2 voters

  # google_compute_disk.etcd_prod-c will be created
  + resource "google_compute_disk" "etcd_prod-c" {
      + size = 50
    }

Step 2 of 2: Move the endpoint's IP  (+1)

  # google_compute_forwarding_rule.api will be created
  + resource "google_compute_forwarding_rule" "api" {
    }

╷
│ Warning: two voters (Q058)
╵

Plan: 2 to add, 0 to change, 0 to destroy, in 2 steps.
${digest}
`;

test("the short form of a plan keeps headline, overview, warnings and count, and counts what it leaves out", () => {
  const { text, hidden, digest: found } = planExcerpt(plan);
  expect(text.split("\n")).toEqual([
    "prod: grow from 1 to 2 replicas (+prod-c)",
    "",
    "  Steps",
    "    1.  Add replica prod-c",
    "    2.  Move the endpoint's IP",
    "",
    "╷",
    "│ Warning: two voters (Q058)",
    "╵",
    "",
    "Plan: 2 to add, 0 to change, 0 to destroy, in 2 steps.",
    digest,
  ]);
  expect(hidden).toBe(13);
  expect(found).toBe(digest);
});

test("colours do not hide where the steps begin", () => {
  const bold = plan.replace("Step 1 of 2", "\x1b[1mStep 1 of 2").replace(digest, `\x1b[2m${digest}\x1b[22m`);
  expect(planExcerpt(bold)).toMatchObject({ hidden: 13, digest });
});

test("a plan without steps is shown whole", () => {
  const nothing = "prod: no changes\n\nNo changes. The control plane matches the cluster file.\n";
  expect(planExcerpt(nothing)).toEqual({ text: nothing.trimEnd(), hidden: 0, digest: undefined });
});
