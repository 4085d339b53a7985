import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { suggestedLines } from "../../../src/action/shown/suggested-lines.ts";

const text = (lines: readonly string[]) => `${lines.join("\n")}\n`;

test("lines that differ are the place", () => {
  expect(suggestedLines(text(["a", "b", "c"]), text(["a", "x", "y", "c"]))).toEqual([
    { start: 2, end: 2, text: ["x", "y"] },
  ]);
});

test("new lines come with the line before them or, where that is not shown, after them", () => {
  expect(suggestedLines(text(["a", "b"]), text(["a", "x", "b"]))).toEqual([
    { start: 1, end: 1, text: ["a", "x"] },
    { start: 2, end: 2, text: ["x", "b"] },
  ]);
});

test("new lines at an end have one neighbour", () => {
  expect(suggestedLines(text(["a"]), text(["a", "x"]))).toEqual([{ start: 1, end: 1, text: ["a", "x"] }]);
  expect(suggestedLines(text(["a"]), text(["x", "a"]))).toEqual([{ start: 1, end: 1, text: ["x", "a"] }]);
});

test("committing any of the places makes the change", () => {
  const some = fc.array(fc.constantFrom("a", "b", "c"), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(some, some, (before, after) => {
      fc.pre(before.join() !== after.join());
      const places = suggestedLines(text(before), text(after));
      expect(places.length).toBeGreaterThan(0);
      for (const { start, end, text: lines } of places) {
        expect(start).toBeLessThanOrEqual(end);
        expect([...before.slice(0, start - 1), ...lines, ...before.slice(end)]).toEqual(after);
      }
    }),
  );
});
