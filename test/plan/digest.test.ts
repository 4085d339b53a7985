import { createHash } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import { planChange } from "../../src/change/plan-change.ts";
import { changeDigest, digest } from "../../src/plan/digest.ts";
import type { DetailedStep } from "../../src/plan/plan.ts";
import type { ResourceChange } from "../../src/plan/resource-change.ts";
import { atRest } from "../kit/cluster/cluster-fixture.ts";

const change: ResourceChange = {
  address: "google_compute_instance.replica_prod-c",
  actions: ["create"],
  before: null,
  after: { name: "prod-c", tags: ["a", "b"] },
  afterUnknown: { id: true },
};
const steps: readonly DetailedStep[] = planChange(atRest("b"), atRest("b c")).steps.map((step) => ({
  ...step,
  changes: [change],
}));
const same = () => digest("prod", steps);
const first = (bend: (step: DetailedStep) => DetailedStep) =>
  steps.map((step, index) => (index === 0 ? bend(step) : step));
const bent = (part: Partial<ResourceChange>) => first((step) => ({ ...step, changes: [{ ...change, ...part }] }));
const reordered = (value: unknown): unknown =>
  typeof value !== "object" || value === null || Array.isArray(value)
    ? value
    : Object.fromEntries(
        Object.entries(value)
          .map(([key, item]) => [key, reordered(item)] as const)
          .reverse(),
      );

describe("D4: a plan's digest", () => {
  test("is of the form that people copy", () => {
    expect(same()).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  test.each<[string, readonly DetailedStep[]]>([
    ["the words of a title", first((step) => ({ ...step, title: "said otherwise" }))],
    ["the number of a step", first((step) => ({ ...step, id: 7 }))],
    [
      "what was seen of etcd",
      first((step) => ({ ...step, etcd: { before: step.etcd.after, after: step.etcd.before } })),
    ],
    [
      "gates and what clients notice",
      first((step) => ({ ...step, gates: [], endpoint: { interruption: "outage", reason: "" } })),
    ],
    ["values before, and values known after apply only", bent({ before: { name: "prod-b" }, afterUnknown: {} })],
    ["the order of keys", first((step) => reordered(step) as DetailedStep)],
  ])("does not depend on %s", (_, other) => {
    expect(digest("prod", other)).toBe(same());
  });

  test.each<[string, readonly DetailedStep[]]>([
    ["a kind", first((step) => ({ ...step, kind: "attach-backend" }))],
    ["a subject", first((step) => ({ ...step, subject: "prod-d" }))],
    ["where a step begins", first((step) => ({ ...step, before: null }))],
    ["where a step ends", first((step) => ({ ...step, after: null }))],
    ["a resource's address", bent({ address: "google_compute_instance.replica_prod-d" })],
    ["what happens to a resource", bent({ actions: ["delete", "create"] })],
    ["a value", bent({ after: { name: "prod-d", tags: ["a", "b"] } })],
    ["the order of a list", bent({ after: { name: "prod-c", tags: ["b", "a"] } })],
    ["a step that is missing", steps.slice(1)],
    ["the order of steps", steps.toReversed()],
    ["a change that is missing", first((step) => ({ ...step, changes: [] }))],
  ])("depends on %s", (_, other) => {
    expect(digest("prod", other)).not.toBe(same());
  });

  test("depends on the cluster", () => {
    expect(digest("test", steps)).not.toBe(same());
  });

  test("depends on every character of long texts, such as a startup script, and never takes a text for its hash", () => {
    const digestOf = (script: unknown) => digest("prod", bent({ after: { script } }));
    const texts = [
      "x".repeat(1023),
      "x".repeat(1024),
      "x".repeat(1025),
      `${"x".repeat(2000)}a`,
      `${"x".repeat(2000)}b`,
    ];
    const digests = texts.flatMap((text) => [digestOf(text), digestOf([text])]);
    expect(new Set(digests).size).toBe(2 * texts.length);
    expect(texts.map(digestOf)).toEqual(texts.map(digestOf));
  });

  test("stays the same over versions: SHA-256 of JSON with keys in order, where long texts are their own SHA-256", () => {
    const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
    const [short, long] = ["x".repeat(1024), "x".repeat(1025)];
    expect(digest("prod", [])).toBe(`sha256:${sha256('{"cluster":"prod","steps":[]}')}`);
    expect(changeDigest({ ...change, address: "a.b", after: { two: long, one: short, three: [long] } })).toBe(
      sha256(
        `{"actions":["create"],"address":"a.b","after":{"one":"${short}","three":[{"sha256":"${sha256(long)}"}],"two":{"sha256":"${sha256(long)}"}}}`,
      ).slice(0, 24),
    );
  });
});

describe("a change's digest", () => {
  test("has 24 hexadecimal digits and depends on address, actions and values", () => {
    const others: Partial<ResourceChange>[] = [
      { address: "a.b" },
      { actions: ["update"] },
      { after: {} },
      { after: null },
    ];
    const digests = [change, ...others.map((part) => ({ ...change, ...part }))].map(changeDigest);
    expect(digests).toEqual(digests.map(() => expect.stringMatching(/^[0-9a-f]{24}$/)));
    expect(new Set(digests).size).toBe(digests.length);
  });

  test("does not depend on what was before, nor on what is known after apply only", () => {
    expect(changeDigest({ ...change, before: {}, afterUnknown: {} })).toBe(changeDigest(change));
  });
});
