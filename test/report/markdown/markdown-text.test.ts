import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { fenced, inlineCode, inlineText } from "../../../src/report/markdown/markdown-text.ts";
import { anyText, HOSTILE } from "../plan-arbitraries.ts";

/** What a browser shows of escaped text. */
const shown = (text: string) =>
  text.replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code))).replaceAll("\u200b", "");

describe("somebody's text inside Markdown (D3)", () => {
  test("holds no character that starts markup, HTML, a mention, a reference, a link, math or an emoji", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const bare = inlineText(text).replace(/&#\d+;/g, "\ufffc");
        expect(bare).not.toMatch(/[&<>`*_{}[\]#|~!$^\\@\r\n]|:\S|www\.|GH-\d/i);
      }),
      { numRuns: 1000 },
    );
  });

  test("the same holds in code type, between its tags", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const inner = inlineCode(text).replace(/^<code>|<\/code>$/g, "");
        expect(inner.replace(/&#\d+;/g, "\ufffc")).not.toMatch(/[&<>`*_{}[\]#|~!$^\\@\r\n]|:\S|www\./i);
      }),
      { numRuns: 1000 },
    );
  });

  test("a mention, a reference and a link are broken even after GitHub has decoded the entities", () => {
    const decoded = (text: string) => text.replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)));
    expect(decoded(inlineText("@octocat"))).not.toContain("@octocat");
    expect(decoded(inlineText("#12"))).not.toContain("#12");
    expect(decoded(inlineText("https://a.example"))).not.toContain("://");
  });

  test.each(["plain words, 1 (2) 3-4", ...HOSTILE.filter((text) => !/[\p{Cc}\p{Cf}]/u.test(text))])(
    "%j still reads as itself",
    (text) => {
      expect(shown(inlineText(text))).toBe(text);
      expect(shown(inlineCode(text))).toBe(`<code>${text}</code>`);
    },
  );

  test("one text cannot take a whole comment", () => {
    expect(shown(inlineText("x".repeat(100_000))).length).toBeLessThan(500);
  });
});

test("nothing closes a fence but its own end", () => {
  fc.assert(
    fc.property(fc.array(anyText), (lines) => {
      const [open = "", ...rest] = fenced("diff", lines).split("\n");
      const fence = open.replace("diff", "");
      expect(rest.at(-1)).toBe(fence);
      expect(rest.slice(0, -1).some((line) => line.trim().startsWith(fence))).toBe(false);
      expect(rest).toHaveLength(lines.length + 1);
    }),
    { numRuns: 1000 },
  );
});
