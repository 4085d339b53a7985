import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { fitSections, type Section } from "../../../src/report/markdown/budget.ts";

const optional = fc.record({
  priority: fc.nat(5),
  variants: fc
    .array(fc.string({ minLength: 1, maxLength: 40 }), { minLength: 1, maxLength: 3 })
    .map((texts) => texts.sort((a, b) => b.length - a.length)),
});

describe("fitting sections into a limit", () => {
  test("never exceeds it, and always keeps what is required", () => {
    fc.assert(
      fc.property(fc.array(optional, { maxLength: 6 }), fc.integer({ min: 20, max: 300 }), (sections, limit) => {
        const { text } = fitSections([{ priority: 0, required: true, variants: ["VERDICT"] }, ...sections], limit);
        expect(text.length).toBeLessThanOrEqual(limit);
        expect(text.startsWith("VERDICT")).toBe(true);
      }),
    );
  });

  test("says nothing is shortened exactly when every section is at its fullest", () => {
    fc.assert(
      fc.property(fc.array(optional, { maxLength: 6 }), fc.nat(300), (sections, limit) => {
        const full = sections.map((section) => section.variants[0]).join("\n\n");
        expect(fitSections(sections, limit).shortened).toBe(full.length > limit && sections.length > 0);
      }),
    );
  });

  test("a set stands as a whole or not at all, and leaves its room to others", () => {
    const step = (letter: string): Section => ({ priority: 1, set: "steps", variants: [letter.repeat(6), letter] });
    const other: Section = { priority: 2, variants: ["x".repeat(6), "x"] };
    expect(fitSections([step("a"), step("b"), other], 7).text).toBe("a\n\nb\n\nx");
    expect(fitSections([step("a"), step("b"), other], 3).text).toBe("x");
    expect(fitSections([step("a"), step("b"), other], 12).text).toBe("aaaaaa\n\nb\n\nx");
  });

  test("every section gets its shortest form before one grows, and the important ones grow first", () => {
    const section = (priority: number, letter: string): Section => ({ priority, variants: [letter.repeat(8), letter] });
    expect(fitSections([section(2, "b"), section(1, "a")], 11).text).toBe("b\n\naaaaaaaa");
  });
});
