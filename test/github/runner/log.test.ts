import { describe, expect, test } from "@jest/globals";
import { readFileCommand } from "./file-command.ts";
import { readLog } from "./log.ts";

const secret = "ghs_secret";
const read = (...lines: string[]) => readLog(lines.join("\n"), [secret]);

describe("the runner reads an action's output", () => {
  test("as annotations with their place, unescaped", () => {
    const { annotations } = read(
      "::error file=clusters/a%2Cb.yaml,line=3,endLine=4,col=5,title=Q011::no%0Azone%3A 100%25",
    );
    expect(annotations).toEqual([
      {
        level: "error",
        message: "no\nzone%3A 100%",
        title: "Q011",
        file: "clusters/a,b.yaml",
        line: 3,
        endLine: 4,
        column: 5,
        endColumn: undefined,
      },
    ]);
  });

  test.each([
    ["after white space", "  \t::error::x"],
    ["after a lone carriage return", "name\r::error::x"],
    ...["\u0085", "\u2028", "\u2029"].map((end) => [`after ${JSON.stringify(end)}`, `name${end}::error::x`]),
    ["in the older form, anywhere in the line", "a name ##[error]x"],
    ["in capitals", "::ERROR::x"],
  ])("with a command %s", (_, line) => {
    expect(read(line).annotations).toMatchObject([{ level: "error", message: "x" }]);
  });

  test("without commands while they are stopped, until the token", () => {
    const { annotations, text } = read(
      "::stop-commands::t0ken",
      "::error::no",
      "##[error]no",
      "::t0ken::",
      "::error::yes",
    );
    expect(annotations.map(({ message }) => message)).toEqual(["yes"]);
    expect(text).toContain("::error::no");
  });

  test("with masks in all that is shown, before and after", () => {
    expect(read("before hush", "::add-mask::hush", `after hush ${secret}`).text).toBe("before ***\nafter *** ***");
  });

  test("and names commands that are of no use any more", () => {
    expect(read("::set-output name=a::b", "::set-env name=PATH::/evil").odd).toEqual(["set-output", "set-env"]);
  });

  test("and takes what is no command as it is", () => {
    expect(read("::nothing::x", "a::error::x", "##[nothing]x")).toMatchObject({ annotations: [], odd: [] });
  });
});

describe("the runner reads the file of outputs", () => {
  test("in both forms", () => {
    expect(readFileCommand("a=1=2\nb<<EOF\nx\ny<<z\nEOF\nc<<E\nE\n")).toEqual({ a: "1=2", b: "x\ny<<z", c: "" });
  });

  test.each([["b<<EOF\nx\n"], ["no form"], ["=x"], ["<<EOF\nEOF"]])("and refuses %j", (text) => {
    expect(() => readFileCommand(text)).toThrow("Invalid");
  });
});
