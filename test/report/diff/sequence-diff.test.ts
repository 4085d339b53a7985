import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { diffSequence } from "../../../src/report/diff/sequence-diff.ts";

const lists = fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 12 });

test.each([true, false])("both lists can be read back from their difference (paired: %s)", (paired) => {
  fc.assert(
    fc.property(lists, lists, (before, after) => {
      const items = diffSequence(before, after, paired);
      expect(items.map((item) => item.before).filter((item) => item !== undefined)).toEqual(before);
      expect(items.map((item) => item.after).filter((item) => item !== undefined)).toEqual(after);
      for (const item of items) if (item.index >= 0) expect(after[item.index]).toBe(item.after);
    }),
  );
});

test("a list that did not change has no changes", () => {
  fc.assert(
    fc.property(lists, (list) => {
      expect(diffSequence(list, [...list], false).every((item) => item.before === item.after)).toBe(true);
    }),
  );
});

test("an insertion in the middle is one change", () => {
  const changed = diffSequence(["a", "b", "c"], ["a", "x", "b", "c"], false).filter(
    (item) => item.before !== item.after,
  );
  expect(changed).toEqual([{ before: undefined, after: "x", index: 1 }]);
});
