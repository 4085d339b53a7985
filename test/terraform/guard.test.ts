import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { guard, type ReviewedChange } from "../../src/terraform/guard.ts";
import type { PlannedChange } from "../../src/terraform/plan-json.ts";

const ADDRESS = "google_compute_instance.replica_a";

function planned(change: Partial<PlannedChange>): PlannedChange {
  return {
    address: ADDRESS,
    previousAddress: null,
    mode: "managed",
    type: "google_compute_instance",
    name: "replica_a",
    deposed: null,
    actions: ["no-op"],
    actionReason: null,
    before: null,
    after: null,
    afterUnknown: {},
    replacePaths: [],
    importing: null,
    ...change,
  };
}

function reviewed(change: Partial<ReviewedChange>): ReviewedChange {
  return { address: ADDRESS, actions: ["update"], before: null, after: null, ...change };
}

const create = reviewed({ actions: ["create"], after: { name: "a" } });
const remove = reviewed({ actions: ["delete"], before: { name: "a" } });
const replace = reviewed({ actions: ["delete", "create"], before: { image: "x" }, after: { image: "y" } });
const update = reviewed({ before: { metadata: { m: "1" } }, after: { metadata: { m: "2" } } });
const realUpdate = planned({ actions: ["update"], before: { metadata: { m: "1" } }, after: { metadata: { m: "2" } } });

const allowed: [string, PlannedChange, ReviewedChange[]][] = [
  ["a no-op that nobody reviewed", planned({}), []],
  ["a read", planned({ mode: "data", actions: ["read"] }), []],
  ["a reviewed create", planned({ actions: ["create"], after: { name: "a" } }), [create]],
  ["a reviewed delete", planned({ actions: ["delete"] }), [remove]],
  ["a reviewed replacement", planned({ actions: ["delete", "create"], replacePaths: [["image"]] }), [replace]],
  ["the second half of a replacement", planned({ actions: ["create"] }), [replace]],
  [
    "a change in place where a replacement was reviewed",
    planned({ actions: ["update"], before: { image: "x" }, after: { image: "y" } }),
    [replace],
  ],
  ["a reviewed update", realUpdate, [update]],
  ["nothing where an update was reviewed", planned({}), [update]],
  [
    "what the provider computes beside a reviewed update",
    {
      ...realUpdate,
      before: { ...realUpdate.before, metadata_fingerprint: "f" },
      afterUnknown: { metadata_fingerprint: true },
    },
    [update],
  ],
  [
    "the labels that the provider derives from labels",
    planned({
      actions: ["update"],
      before: { labels: { k: "1" }, effective_labels: { k: "1" }, terraform_labels: { k: "1" } },
      after: { labels: { k: "2" }, effective_labels: { k: "2" }, terraform_labels: { k: "2" } },
    }),
    [reviewed({ before: { labels: { k: "1" } }, after: { labels: { k: "2" } } })],
  ],
  [
    "an access config that the reviewed change takes away",
    planned({
      actions: ["update"],
      before: {
        network_interface: [{ name: "nic0", access_config: [{ nat_ip: "1.2.3.4", public_ptr_domain_name: "" }] }],
      },
      after: { network_interface: [{ name: "nic0", access_config: [] }] },
    }),
    [
      reviewed({
        before: { network_interface: [{ network: "n", access_config: [{ nat_ip: "reference" }] }] },
        after: { network_interface: [{ network: "n" }] },
      }),
    ],
  ],
  ["an import that changes nothing, where a create was reviewed", planned({ importing: "projects/p/…" }), [create]],
  // As provider 5.39.0 plans the import of an instance that an interrupted apply has made.
  [
    "an import that only adds what no cloud holds",
    planned({
      importing: "projects/p/…",
      actions: ["update"],
      before: { labels: {}, terraform_labels: {}, effective_labels: { k: "v1" }, desired_status: null },
      after: {
        labels: { k: "v1" },
        terraform_labels: { k: "v1" },
        effective_labels: { k: "v1" },
        allow_stopping_for_update: true,
        desired_status: "RUNNING",
      },
    }),
    [create],
  ],
];

const refused: [string, PlannedChange, ReviewedChange[], RegExp][] = [
  ["an update of another resource", realUpdate, [{ ...update, address: "other.x" }], /reviewed step does not name it/],
  ["a delete that nobody reviewed", planned({ actions: ["delete"] }), [], /would be deleted/],
  [
    "a delete where an update was reviewed",
    planned({ actions: ["delete"] }),
    [update],
    /would be deleted.*updated in place/,
  ],
  [
    "a delete without the create that was reviewed with it",
    planned({ actions: ["delete"] }),
    [replace],
    /would be deleted/,
  ],
  ["a create where a delete was reviewed", planned({ actions: ["create"] }), [remove], /would be created/],
  [
    "a replacement where an update was reviewed",
    planned({ actions: ["delete", "create"] }),
    [update],
    /would be replaced/,
  ],
  [
    "a replacement where a create was reviewed",
    planned({ actions: ["delete", "create"] }),
    [create],
    /would be replaced/,
  ],
  [
    "a replacement in the other order",
    planned({ actions: ["create", "delete"] }),
    [replace],
    /created before the old one is deleted/,
  ],
  [
    "a replacement for another reason",
    planned({ actions: ["delete", "create"], replacePaths: [["boot_disk", 0, "type"]] }),
    [replace],
    /because of boot_disk\.type/,
  ],
  [
    "one attribute too many",
    {
      ...realUpdate,
      before: { ...realUpdate.before, machine_type: "a" },
      after: { ...realUpdate.after, machine_type: "b" },
    },
    [update],
    /machine_type changed/,
  ],
  [
    "another key of the same map",
    planned({ actions: ["update"], before: { metadata: { n: "1" } }, after: { metadata: { n: "2" } } }),
    [update],
    /metadata\.n changed/,
  ],
  [
    "another attribute whose name begins alike",
    planned({ actions: ["update"], before: { metadata_startup_script: "a" }, after: { metadata_startup_script: "b" } }),
    [reviewed({ before: {}, after: { metadata: { m: "1" } } })],
    /metadata_startup_script changed/,
  ],
  [
    "taking away where adding was reviewed",
    planned({ actions: ["update"], before: { tags: ["a", "b"] }, after: { tags: ["a"] } }),
    [reviewed({ before: { tags: ["a"] }, after: { tags: ["a", "b"] } })],
    /tags removed/,
  ],
  [
    "effective labels that no configured label explains",
    planned({ actions: ["update"], before: { effective_labels: { k: "1" } }, after: { effective_labels: { k: "2" } } }),
    [update],
    /effective_labels\.k changed/,
  ],
  ["an import that nobody reviewed", planned({ importing: "id" }), [], /would be imported/],
  ["an import where an update was reviewed", { ...realUpdate, importing: "id" }, [update], /would be imported/],
  [
    "an import of something of another size",
    planned({ importing: "id", actions: ["update"], before: { size: 10 }, after: { size: 20 } }),
    [create],
    /exists already and is not what this step would create: size differs/,
  ],
  [
    "an import of something that lacks what the step would set",
    planned({ importing: "id", actions: ["update"], before: { description: null }, after: { description: "ours" } }),
    [create],
    /description differs/,
  ],
  // As provider 5.39.0 plans the import of an address that somebody made without labels.
  [
    "an import of something without our labels",
    planned({
      importing: "id",
      actions: ["update"],
      before: { labels: {}, terraform_labels: {}, effective_labels: {} },
      after: { labels: { x: "1" }, terraform_labels: { x: "1" }, effective_labels: { x: "1" } },
    }),
    [create],
    /labels differs/,
  ],
  [
    "an import that is replaced",
    planned({ importing: "id", actions: ["delete", "create"] }),
    [create],
    /would be replaced/,
  ],
  ["an update of what should be created, by what it does not name", realUpdate, [create], /metadata\.m changed/],
  ["a deposed object", planned({ actions: ["delete"], deposed: "1a2b" }), [remove], /left over from a replacement/],
  ["a renamed resource", planned({ previousAddress: "x.y" }), [], /takes the place of x\.y/],
  ["a resource that is forgotten", planned({ actions: ["forget"] }), [remove], /would undergo forget/],
];

describe("R8, D4: the guard lets pass", () => {
  test.each(allowed)("%s", (_, real, review) => {
    expect(guard([real], review)).toEqual([]);
  });
});

describe("R8, D4: the guard refuses", () => {
  test.each(refused)("%s", (_, real, review, what) => {
    const violations = guard([real], review);
    expect(violations).not.toEqual([]);
    for (const violation of violations) expect(violation.address).toBe(ADDRESS);
    expect(violations.map((violation) => violation.what).join("\n")).toMatch(what);
  });
});

describe("R8, D4: for any step", () => {
  const value = fc.oneof(
    fc.string(),
    fc.integer(),
    fc.array(fc.string(), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom("k", "l"), fc.string()),
  );
  const attributes = fc.dictionary(fc.constantFrom("a", "b", "c", "d"), value);
  const kind = fc.constantFrom<string[]>(["create"], ["update"], ["delete"], ["delete", "create"]);
  const step = fc.uniqueArray(
    fc.record({ address: fc.constantFrom("x.a", "x.b", "x.c"), actions: kind, before: attributes, after: attributes }),
    { selector: ({ address }) => address, minLength: 1 },
  );

  test("the reviewed changes themselves pass, and so does any part of them", () => {
    fc.assert(
      fc.property(step, fc.nat(), (changes, mask) => {
        const part = changes.filter((_, i) => ((mask >> i) & 1) === 1).map((change) => planned(change));
        expect(guard(part, changes)).toEqual([]);
      }),
    );
  });

  test("a change of an address that the step does not name never passes", () => {
    fc.assert(
      fc.property(step, kind, attributes, attributes, (changes, actions, before, after) => {
        const stranger = planned({ address: "x.stranger", actions, before, after });
        expect(guard([...changes.map((change) => planned(change)), stranger], changes)).toHaveLength(1);
      }),
    );
  });

  test("a delete passes only where a delete was reviewed", () => {
    fc.assert(
      fc.property(step, (changes) => {
        for (const change of changes) {
          const violations = guard([planned({ address: change.address, actions: ["delete"] })], changes);
          expect(violations).toHaveLength(change.actions.join() === "delete" ? 0 : 1);
        }
      }),
    );
  });

  test("an update passes only within the attributes that differ between the reviewed before and after", () => {
    fc.assert(
      fc.property(attributes, attributes, (before, after) => {
        const change = reviewed({ address: "x.a", before, after });
        const wider = planned({
          address: "x.a",
          actions: ["update"],
          before: { ...before, extra: "one" },
          after: { ...after, extra: "two" },
        });
        expect(guard([wider], [change]).map(({ path }) => path)).toEqual(["extra"]);
      }),
    );
  });
});
