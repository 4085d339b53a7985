import { describe, expect, test } from "@jest/globals";
import { renderDiagnostics } from "../../../src/report/terminal/diagnostic-box.ts";
import { OPEN_TO_THE_WORLD, TWO_REPLICAS } from "../plan-fixtures.ts";

const SOURCE = `${"\n".repeat(13)}      replicas:\n`;
const excerpt = (text: string, column: number) => {
  const position = { file: "a.yaml", line: 1, column };
  const sources = new Map([["a.yaml", text]]);
  return renderDiagnostics([{ ...TWO_REPLICAS, position }], { color: false, sources }).split("\n");
};

describe("diagnostics read as Terraform's (D1)", () => {
  test("an error shows message, code, place, source line with a caret, and the remedy", () => {
    const sources = new Map([["clusters/prod.yaml", SOURCE]]);
    expect(renderDiagnostics([TWO_REPLICAS], { color: false, width: 100, sources })).toBe(
      [
        "╷",
        "│ Error: Two replicas tolerate no failure, and losing either of them stops the cluster (Q012)",
        "│",
        "│   on clusters/prod.yaml:14:7:",
        "│   14:       replicas:",
        "│             ^",
        "│",
        "│ Use one or three replicas, or set controlPlane.acceptTwoReplicas to true.",
        "╵",
        "",
      ].join("\n"),
    );
  });

  test("without the source the place still stands", () => {
    expect(renderDiagnostics([TWO_REPLICAS], { color: false })).toContain("│   on clusters/prod.yaml:14:7\n");
  });

  test("without a place there is none", () => {
    expect(renderDiagnostics([OPEN_TO_THE_WORLD], { color: false })).not.toContain(" on ");
  });

  test("errors stand before warnings", () => {
    const text = renderDiagnostics([OPEN_TO_THE_WORLD, TWO_REPLICAS], { color: false });
    expect(text.indexOf("Error:")).toBeLessThan(text.indexOf("Warning:"));
  });

  test("long messages are broken at the terminal's width", () => {
    const lines = renderDiagnostics([TWO_REPLICAS], { color: false, width: 40 }).split("\n");
    expect(lines.every((line) => line.length <= 40)).toBe(true);
  });

  test.each([
    ["\t\tkey: 1", 3],
    ["key: \u001b[2J1", 1],
    ["\u202ekey: 1", 2],
    [`${"x".repeat(300)}key`, 301],
  ])("the caret stands below its column in %j", (text, column) => {
    const lines = excerpt(text, column);
    const caret = lines.find((line) => /^│ +\^$/.test(line))?.indexOf("^") ?? -1;
    expect(lines.find((line) => line.includes("1: "))?.slice(caret, caret + 3)).toBe("key");
  });

  test("a place beyond the end of the file has no excerpt", () => {
    expect(
      renderDiagnostics([TWO_REPLICAS], { color: false, sources: new Map([["clusters/prod.yaml", "a"]]) }),
    ).toContain("on clusters/prod.yaml:14:7\n");
  });
});

test("no diagnostics, no text", () => {
  expect(renderDiagnostics([], { color: true })).toBe("");
});
