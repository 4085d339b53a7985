import { expect, test } from "@jest/globals";
import { etcdChangePhrase } from "../../../src/report/phrase/etcd-phrase.ts";
import { etcd } from "../plan-fixtures.ts";

test.each([
  ["one end where nothing changes", etcd(3), etcd(3), "3 voters, tolerates 1"],
  ["tolerance once where it stays", etcd(3), etcd(4), "3 → 4 voters, tolerates 1"],
  ["both tolerances where it changes", etcd(2), etcd(3), "2 → 3 voters, tolerates 0 → 1"],
  ["the last voter in the singular", etcd(2), etcd(1), "2 → 1 voter, tolerates 0"],
  ["the beginning of etcd", etcd(0), etcd(1), "no etcd → 1 voter, tolerates 0"],
  [
    "both ends in full where a voter is not healthy",
    etcd(3, 2),
    etcd(2, 2),
    "3 voters (2 healthy), tolerates 1 → 2 voters, tolerates 0",
  ],
])("a step's effect on etcd says %s (D2)", (_, before, after, phrase) => {
  expect(etcdChangePhrase(before, after)).toBe(phrase);
});
