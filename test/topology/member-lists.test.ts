import { expect, test } from "@jest/globals";
import { agreedMembers, printMembers, unmetNames } from "../../src/topology/member-lists.ts";

/** `b c -d`: members b and c, d is to be removed. */
const list = (text: string) => {
  const names = text.split(" ");
  return {
    members: names.filter((name) => !name.startsWith("-")),
    remove: names.filter((name) => name.startsWith("-")).map((name) => name.slice(1)),
  };
};

test.each([
  ["all say the same", ["b c", "b c"], "b c", "b c"],
  ["a newcomer that only some know of is no member yet, nor to be removed", ["b c", "b c d"], "b c d", "b c"],
  ["one whom any was told to remove may have left already", ["b c d", "b c -d"], "b c d", "b c -d"],
  ["one who has no instance and whom only some know of may never have come", ["b c", "b c d"], "b c", "b c -d"],
  ["a member of all lists stays one without an instance, until that is put right", ["b c d", "b c d"], "b c", "b c d"],
  ["one whom all list is a member even if one was told before to remove it", ["b c", "b c -c"], "b c", "b c"],
  ["names stand in order and once", ["d c b -e -a", "b d c -e"], "b c d", "b c d -a -e"],
])("R1, R11: replicas that were told different things: %s", (_, lists, instances, agreed) => {
  expect(agreedMembers(lists.map(list), instances.split(" "))).toEqual(list(agreed));
});

test("R11: a name that only some list, without an instance that is known, is unmet unless anybody was told to remove it", () => {
  const unmet = (lists: readonly string[], instances: string) => unmetNames(lists.map(list), instances.split(" "));
  expect(unmet(["b c", "b c d"], "b c")).toEqual(["d"]);
  expect(unmet(["b c", "b c d"], "b c d")).toEqual([]);
  expect(unmet(["b c -d", "b c d"], "b c")).toEqual([]);
  expect(unmet(["b c d", "b c d"], "b c")).toEqual([]);
});

test("a replica is told names only", () => {
  const more = { ...list("b c -d"), secret: "none of its business" };
  expect(JSON.parse(printMembers(more))).toEqual({ members: ["b", "c"], remove: ["d"] });
});
