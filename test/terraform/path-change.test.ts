import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { type PathChange, pathChanges } from "../../src/terraform/path-change.ts";
import type { JsonRecord } from "../../src/terraform/record.ts";

const texts = (changes: readonly PathChange[]) => changes.map(({ kind, path }) => `${kind} ${path}`).toSorted();

const cases: [string, JsonRecord, JsonRecord, unknown, string[]][] = [
  ["a scalar", { size: 50 }, { size: 60 }, {}, ["changed size"]],
  [
    "a map by its key",
    { metadata: { a: "1", m: "old" } },
    { metadata: { a: "1", m: "new" } },
    {},
    ["changed metadata.m"],
  ],
  ["a new map key", { labels: { x: "1" } }, { labels: { x: "1", y: "2" } }, {}, ["added labels.y"]],
  ["a map key with a dot as one step", { m: { "a.b": "1" } }, { m: { "a.b": "2" } }, {}, ["changed m.a\\.b"]],
  ["a first map entry as the whole map", { labels: {} }, { labels: { x: "1" } }, {}, ["added labels"]],
  ["a new element of a list", { tags: ["a"] }, { tags: ["a", "b"] }, {}, ["added tags"]],
  [
    "an access config that goes",
    { network_interface: [{ network: "n", access_config: [{ nat_ip: "1.2.3.4" }] }] },
    { network_interface: [{ network: "n", access_config: [] }] },
    {},
    ["removed network_interface.access_config"],
  ],
  [
    "only the element that changed, wherever it stands",
    { backend: [{ group: "a" }, { group: "b", mode: "x" }] },
    { backend: [{ group: "b", mode: "y" }, { group: "a" }] },
    {},
    ["changed backend.mode"],
  ],
  [
    "what changed in each of several elements, though they stand in another order",
    {
      backend: [
        { group: "a", mode: "x" },
        { group: "b", mode: "x" },
      ],
    },
    {
      backend: [
        { group: "b", mode: "y" },
        { group: "a", mode: "y" },
      ],
    },
    {},
    ["changed backend.mode"],
  ],
  [
    "what goes beside a value that is not known yet",
    { m: { a: "1", b: "2" } },
    { m: {} },
    { m: { a: true } },
    ["removed m.b"],
  ],
  [
    "both ends where elements come and go in different numbers",
    { backend: [{ group: "a" }] },
    { backend: [{ group: "b" }, { group: "c" }] },
    {},
    ["added backend", "removed backend"],
  ],
  ["nothing for what is known after apply", { fingerprint: "a" }, {}, { fingerprint: true }, []],
  [
    "nothing for an unknown inside a block",
    { backend: [{ group: "a", mode: "x" }] },
    { backend: [{ mode: "x" }] },
    { backend: [{ group: true }] },
    [],
  ],
  [
    "an element that comes, though its value is unknown",
    { nat_ips: ["a"] },
    { nat_ips: ["a", null] },
    { nat_ips: [false, true] },
    ["added nat_ips"],
  ],
  // As provider 5.39.0 prints a backend service to which one backend is added.
  [
    "one backend beside another whose unset numbers turn from 0 to null",
    { backend: [{ group: "g1", capacity_scaler: 0, failover: false, description: "" }] },
    {
      backend: [
        { capacity_scaler: null, description: "" },
        { group: "g1", capacity_scaler: null, failover: false, description: null },
      ],
    },
    { backend: [{ failover: true, group: true }, {}] },
    ["added backend"],
  ],
  ["a block written as an object", { check: { port: 1 } }, { check: [{ port: 2 }] }, {}, ["changed check.port"]],
  [
    "nothing for the kinds of empty",
    { a: null, b: "", c: [], d: 0, e: false },
    { a: "", b: null, d: null, f: {} },
    {},
    [],
  ],
];

test.each(cases)("names %s", (_, before, after, unknown, expected) => {
  expect(texts(pathChanges(before, after, unknown))).toEqual(expected);
});

describe("for any attributes", () => {
  const scalar = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      scalar,
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(fc.string({ maxLength: 3 }), tie("value"), { maxKeys: 3, noNullPrototype: true }),
    ),
  }));
  const attributes = fc.dictionary(fc.string({ maxLength: 3 }), value, { noNullPrototype: true });

  test("nothing differs from itself, in whatever order its elements stand", () => {
    fc.assert(
      fc.property(attributes, (one) => {
        const reversed = Object.fromEntries(
          Object.entries(one).map(([key, item]) => [key, Array.isArray(item) ? item.toReversed() : item]),
        );
        expect(pathChanges(one, reversed)).toEqual([]);
      }),
    );
  });

  test("turning around exchanges added and removed", () => {
    const turned = { added: "removed", removed: "added", changed: "changed" } as const;
    const flat = fc.dictionary(
      fc.constantFrom("a", "b", "c"),
      fc.oneof(scalar, fc.array(fc.string(), { maxLength: 3 })),
    );
    fc.assert(
      fc.property(flat, flat, (one, other) => {
        const there = pathChanges(one, other).map(({ path, kind }) => ({ path, kind: turned[kind] }));
        expect(texts(there)).toEqual(texts(pathChanges(other, one)));
      }),
    );
  });

  test("a changed scalar is always named", () => {
    fc.assert(
      fc.property(attributes, fc.string({ minLength: 1 }), (one, text) => {
        expect(texts(pathChanges({ ...one, subject: "before" }, { ...one, subject: `after${text}` }))).toEqual([
          "changed subject",
        ]);
      }),
    );
  });
});
