import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { annotate, log, tell } from "../../src/action/annotate.ts";
import { readLog } from "../github/runner/log.ts";

/** Everything that ends a line somewhere, or hides one. */
const ends = ["\n", "\r", "\r\n", "\v", "\f", "\u0085", "\u2028", "\u2029"];
const commands = [
  "::error::x",
  " \t::add-mask::a",
  "::stop-commands::t",
  "##[error]x",
  "a ##[group]x",
  "\u3164::error::x",
];
const hostile = ends.flatMap((end) => commands.map((command) => `a replica says${end}${command}`));

let written: string[];
beforeEach(() => {
  written = [];
  jest.spyOn(process.stdout, "write").mockImplementation((text) => written.push(String(text)) > 0);
});
afterEach(() => {
  jest.restoreAllMocks();
});
const seen = () => readLog(written.join(""), []);

describe("what a replica, a console or a file says is data in the runner's log", () => {
  test.each(hostile.map((text) => [JSON.stringify(text), text]))(
    "%s, told line by line, gives no command",
    (_, text) => {
      log(text);
      expect(seen()).toMatchObject({ annotations: [], groups: [], masks: [], odd: [] });
      expect(seen().text).toContain("a replica says");
    },
  );

  test.each(hostile.map((text) => [JSON.stringify(text), text]))("%s, as a notice, is one notice", (_, text) => {
    tell(text);
    annotate([{ code: "Q068", severity: "warning", message: text, remedy: "Look" }]);
    expect(seen().annotations.map(({ level }) => level)).toEqual(["notice", "warning"]);
    expect(seen()).toMatchObject({ groups: [], masks: [], odd: [] });
  });

  test("no control, direction or invisible character reaches it; lines stay lines", () => {
    log("one\n\u001b[2Jtwo\u202e\u200b\u3164\ufe0f\u{e0100}\n  three");
    expect(written.join("")).toBe("one\n\\u{1b}[2Jtwo\\u{202e}\\u{200b}\\u{3164}\\u{fe0f}\\u{e0100}\n  three\n");
  });
});
