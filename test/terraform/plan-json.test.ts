import { expect, test } from "@jest/globals";
import { parsePlan } from "../../src/terraform/plan-json.ts";

// From a real run of Terraform 1.11.4 with provider 5.39.0, shortened to the members that are read.
const text = JSON.stringify({
  format_version: "1.2",
  terraform_version: "1.11.4",
  resource_changes: [
    {
      address: "google_compute_address.a",
      mode: "managed",
      type: "google_compute_address",
      name: "a",
      change: {
        actions: ["update"],
        before: { labels: {}, terraform_labels: {} },
        after: { labels: { x: "1" }, terraform_labels: { x: "1" } },
        after_unknown: { labels: {} },
        importing: { id: "projects/p/regions/r1/addresses/a" },
      },
    },
    {
      address: "terraform_data.two",
      mode: "managed",
      type: "terraform_data",
      name: "two",
      deposed: "1a2b3c4d",
      change: {
        actions: ["delete", "create"],
        before: { triggers_replace: ["a"] },
        after: { triggers_replace: [null] },
        after_unknown: { id: true, triggers_replace: [true] },
        replace_paths: [["triggers_replace", 0]],
      },
      action_reason: "replace_because_cannot_update",
    },
  ],
  resource_drift: [
    {
      address: "google_compute_instance.i",
      mode: "managed",
      type: "google_compute_instance",
      name: "i",
      change: { actions: ["delete"], before: { name: "i" }, after: null, after_unknown: {} },
    },
  ],
  prior_state: {
    values: { root_module: { resources: [{ address: "a.b", mode: "managed", type: "a", name: "b", values: {} }] } },
  },
  applyable: true,
  complete: true,
});

test("a plan's changes, drift and prior state are read", () => {
  const plan = parsePlan(text);
  expect(
    plan.changes.map(({ address, actions, importing, replacePaths, deposed }) => [
      address,
      actions,
      importing,
      replacePaths,
      deposed,
    ]),
  ).toEqual([
    ["google_compute_address.a", ["update"], "projects/p/regions/r1/addresses/a", [], null],
    ["terraform_data.two", ["delete", "create"], null, [["triggers_replace", 0]], "1a2b3c4d"],
  ]);
  expect(plan.changes[1]?.afterUnknown).toEqual({ id: true, triggers_replace: [true] });
  expect(plan.changes[1]?.actionReason).toBe("replace_because_cannot_update");
  expect(plan.drift.map(({ address, actions, after }) => [address, actions, after])).toEqual([
    ["google_compute_instance.i", ["delete"], null],
  ]);
  expect(plan.priorResources.map(({ address }) => address)).toEqual(["a.b"]);
  expect(plan.complete).toBe(true);
});

test("a plan in another major format is refused", () => {
  expect(() => parsePlan('{"format_version":"2.0"}')).toThrow(/2\.0/);
});

test("a newer minor format is read", () => {
  expect(parsePlan('{"format_version":"1.9"}').changes).toEqual([]);
});
