import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { afterAll, describe, expect, test } from "@jest/globals";
import { play } from "./interpreter.ts";
import { parseTranscript, printScenario } from "./transcript.ts";

const folder = "test/scenarios";
const files = readdirSync(folder).filter((name) => name.endsWith(".txt"));
/** Write what the planner answers into the transcripts, for somebody to review. */
const rewrite = process.env["QUORATE_REWRITE"] === "1";

describe.each(files)("%s", (name) => {
  const path = `${folder}/${name}`;
  const text = readFileSync(path, "utf8");
  const answers = new Map<string, string>();

  test.each(parseTranscript(path, text))("$title", (scenario) => {
    const answered = printScenario(play(path, scenario));
    if (rewrite) answers.set(scenario.title, answered);
    else expect(answered).toBe(printScenario(scenario));
  });

  afterAll(() => {
    if (!rewrite) return;
    const [preamble = "", ...sections] = text.split(/^(?=# )/m);
    const written = sections.map((section) => answers.get(/^# (.+)/.exec(section)?.[1] ?? "") ?? section.trimEnd());
    writeFileSync(path, `${preamble}${written.join("\n\n")}\n`);
  });
});
