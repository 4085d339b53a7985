import { expect, test } from "@jest/globals";
import { ProgressDigest } from "../../../scripts/demo/progress-digest.ts";

function linesOf(output: string): string[] {
  const digest = new ProgressDigest();
  return output
    .split("\n")
    .flatMap((line) => digest.take(line))
    .flatMap(({ kind, text }) => (kind === "line" ? [text] : []));
}

test("of an apply's output the plan is left out, and resources are counted", () => {
  const output = `prod: grow from 1 to 2 replicas
Step 1 of 1: Add replica prod-c  (+4)
prod: applying 1 step of plan sha256:ab
Step 1 of 1: Add replica prod-c
  google_compute_disk.etcd_prod-c: Creating...
  google_compute_disk.etcd_prod-c: Creation complete after 0s
  google_compute_instance.replica_prod-c: Creating...
  google_compute_instance.replica_prod-c: Still creating... [10s elapsed]
  google_compute_instance.replica_prod-c: Creation complete after 12s
  google_compute_instance.replica_prod-b: Modifications complete after 1s
  ✓ prod-c votes in etcd (after 0s)
Step 1 complete after 14s
Apply complete! 1 step in 15s.`;
  expect(linesOf(output)).toEqual([
    "Step 1 of 1: Add replica prod-c",
    "  google_compute_instance.replica_prod-c: Still creating... [10s elapsed]",
    "  ✓ terraform apply: 2 created, 1 modified",
    "  ✓ prod-c votes in etcd",
    "  done in 14s\n",
    "Apply complete! 1 step in 15s.",
  ]);
});

test("a resource that is in work is shown in passing only", () => {
  const digest = new ProgressDigest();
  digest.take("prod: applying 1 step of plan sha256:ab");
  expect(digest.take("  google_compute_disk.etcd_prod-c: Creating...")).toEqual([
    { kind: "passing", text: "  … google_compute_disk.etcd_prod-c: Creating..." },
  ]);
});
