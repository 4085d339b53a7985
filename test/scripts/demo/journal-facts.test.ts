import { expect, test } from "@jest/globals";
import { journalFacts } from "../../../scripts/demo/journal-facts.ts";
import type { Holder } from "../../../src/local-cloud/facts.ts";
import type { JournalEntry } from "../../../src/local-cloud/journal.ts";

const instance: Holder = { on: "instance", name: "prod-b" };
const rule: Holder = { on: "forwardingRule", name: "prod-api" };
const nobody: Holder = { on: "none" };

interface Moment {
  readonly at: number;
  readonly holder?: Holder;
  readonly address?: string;
  /** Voters, and how many of them live. */
  readonly voters?: readonly [all: number, alive: number];
}

function journal(moments: readonly Moment[]): JournalEntry[] {
  return moments.map(({ at, holder, address = "203.0.113.1", voters: [all, alive] = [1, 1] }, index) => {
    const names = Array.from({ length: all }, (_, each) => `prod-${each}`);
    const addresses = holder ? [{ project: "p", region: "r", name: "prod-endpoint", address, holder }] : [];
    const clusters = [
      { project: "p", name: "prod", voters: names, learners: [], aliveVoters: names.slice(0, alive) },
      { project: "p", name: "other", voters: ["x"], learners: [], aliveVoters: [] },
    ];
    const facts = { addresses, clusters, loadBalanced: [] };
    return { kind: "call", sequence: index + 1, at, method: "POST", path: "/", status: 200, facts };
  });
}

test("A6: each time without a holder is told with its length and who ended it", () => {
  const moments = [
    { at: 0 },
    { at: 10, holder: nobody },
    { at: 20, holder: instance },
    { at: 100, holder: nobody },
    { at: 120, holder: nobody },
    { at: 150, holder: rule },
    { at: 400, holder: nobody },
    { at: 410, holder: instance },
  ];
  expect(journalFacts(journal(moments), "prod")).toMatchObject({
    entries: 8,
    addresses: ["203.0.113.1"],
    gaps: [
      { from: 100, milliseconds: 50, to: rule },
      { from: 400, milliseconds: 10, to: instance },
    ],
  });
});

test("an IP that nobody takes again is a gap without an end", () => {
  const moments = [
    { at: 0, holder: instance },
    { at: 5, holder: nobody },
    { at: 9, holder: nobody },
  ];
  expect(journalFacts(journal(moments), "prod").gaps).toEqual([{ from: 5, milliseconds: 4, to: null }]);
});

test("an endpoint that gets another IP shows both", () => {
  const moments = [
    { at: 0, holder: instance },
    { at: 1, holder: rule, address: "203.0.113.9" },
  ];
  expect(journalFacts(journal(moments), "prod").addresses).toEqual(["203.0.113.1", "203.0.113.9"]);
});

test("entries at which the living voters are no quorum are named", () => {
  const voters = [
    [0, 0],
    [1, 1],
    [2, 1],
    [3, 2],
    [3, 1],
  ] as const;
  const moments = voters.map((each, at) => ({ at, voters: each }));
  expect(journalFacts(journal(moments), "prod").withoutQuorum).toEqual([3, 5]);
});
