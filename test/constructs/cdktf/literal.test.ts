import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { literal, unliteral } from "../../../src/constructs/cdktf/literal.ts";

const scraps = fc.array(fc.constantFrom("$a", "%a", "{", "}", "a", "\n", "${", "%{"), { maxLength: 12 });

test("literal text is no template, and comes back as it was", () => {
  fc.assert(
    fc.property(
      scraps.map((parts) => parts.join("")),
      (text) => {
        const written = literal(text);
        expect(written).not.toMatch(/(?<!\$)\$\{|(?<!%)%\{/);
        expect(unliteral(written)).toBe(text);
      },
    ),
  );
});
