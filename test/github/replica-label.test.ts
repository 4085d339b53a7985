import { describe, expect, test } from "@jest/globals";
import { atOdds, type ReplicaLabel, readReplicaLabel } from "../../src/github/replica-label.ts";

const read = (name: string): ReplicaLabel => {
  const label = readReplicaLabel(name);
  if (label === undefined) throw new Error(`${name} is no replica label`);
  return label;
};

describe("labels that ask for replicas (D5)", () => {
  test.each([
    ["replica/add:europe-west1-d", undefined, "add", "europe-west1-d"],
    ["replica/remove:prod-b", undefined, "remove", "prod-b"],
    ["replica/add: d", undefined, "add", "d"],
    ["prod/replica/add:d", "prod", "add", "d"],
  ])("%s", (name, cluster, operation, target) => {
    expect(readReplicaLabel(name)).toEqual({ name, cluster, operation, target });
  });

  test.each([
    "replica/add",
    "replica/add:",
    "replica/grow:d",
    "Replica/add:d",
    "a/b/replica/add:d",
    "replica/add:d e",
    "bug",
  ])("%s is none of them", (name) => {
    expect(readReplicaLabel(name)).toBeUndefined();
  });

  test("adding and removing the same thing are at odds, unless they name different clusters", () => {
    const names = (label: string, others: string[]) => atOdds(read(label), others).map(({ name }) => name);
    expect(names("replica/add:d", ["bug", "replica/remove:d", "replica/remove:c"])).toEqual(["replica/remove:d"]);
    expect(names("replica/add:d", ["replica/add:d"])).toEqual([]);
    expect(names("prod/replica/add:d", ["test/replica/remove:d"])).toEqual([]);
    expect(names("prod/replica/add:d", ["replica/remove:d"])).toEqual(["replica/remove:d"]);
  });
});
