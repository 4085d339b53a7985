import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { afterAll, describe, expect, test } from "@jest/globals";
import { play } from "./interpreter.ts";
import { parseTranscript, printScenario, type Scenario } from "./transcript.ts";

const folder = "test/proof/scenarios";
const files = readdirSync(folder).filter((name) => name.endsWith(".txt"));
/** Writes today's answers into the transcripts, for somebody to review as a diff. */
const rewrite = process.env["QUORATE_REWRITE"] === "1";

describe.each(files)("%s", (name) => {
  const path = `${folder}/${name}`;
  const text = readFileSync(path, "utf8");
  const scenarios = parseTranscript(path, text);
  const rewritten = new Map<Scenario, string>();

  test.each(scenarios)("$title", (scenario) => {
    const played = printScenario(play(path, scenario));
    if (rewrite) rewritten.set(scenario, played);
    else expect(played).toBe(printScenario(scenario));
  });

  afterAll(() => {
    if (!rewrite) return;
    const [preamble = ""] = text.split(/^# /m);
    const sections = scenarios.map((scenario) => rewritten.get(scenario) ?? printScenario(scenario));
    writeFileSync(path, `${preamble}${sections.join("\n\n")}\n`);
  });
});
