import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { stringify } from "yaml";
import { parseClusterFile } from "../../src/cluster/parse.ts";
import { desiredControlPlane } from "../../src/constructs/desired.ts";
import { stackSettings, synth } from "../../src/constructs/synth.ts";
import { arbitraryClusterFile } from "../kit/cluster/cluster-file-arbitrary.ts";

type Place = readonly [holder: Record<string, unknown>, key: string];

/** Every place in a file that holds text. */
function textPlaces(value: unknown): Place[] {
  if (typeof value !== "object" || value === null) return [];
  const holder = value as Record<string, unknown>;
  return Object.entries(holder).flatMap(([key, child]): Place[] =>
    typeof child === "string" ? [[holder, key]] : textPlaces(child),
  );
}

const evil = fc.constantFrom(
  '${file("/etc/passwd")}',
  "${path.cwd}",
  "%{ if true }yes%{ endif }",
  "$${quoted}",
  "$$${quoted}",
  "%%{quoted}",
  "${",
  "%{",
);

/** A marker of ours, so that references that the constructs make are told from those of the file. */
const marker = "hostile";
const hostile = fc.tuple(evil, fc.constantFrom("before", "after", "alone"), fc.nat());

/** Terraform reads `${` and `%{` as templates unless the sign is doubled; an odd run before the brace is live. */
function liveTemplates(json: string): string[] {
  return [...json.matchAll(/(\$+|%+)\{/g)]
    .filter(([, run = ""]) => run.length % 2 === 1)
    .map(({ index }) => json.slice(index, index + 200));
}

test("`${…}` and `%{…}` in any text of a file is refused, or reaches Terraform as plain data", () => {
  let refused = 0;
  fc.assert(
    fc.property(arbitraryClusterFile, hostile, (file, [text, where, which]) => {
      const copy: unknown = JSON.parse(JSON.stringify(file));
      const places = textPlaces(copy);
      const [holder, key] = places[which % places.length] ?? [{}, ""];
      const old = String(holder[key]);
      const planted = `${marker}${text}`;
      holder[key] = where === "alone" ? text : where === "before" ? planted + old : old + planted;
      const { spec, diagnostics } = parseClusterFile(stringify(copy), "cluster.yaml");
      if (spec === undefined) {
        refused++;
        expect(diagnostics.some(({ severity, code }) => severity === "error" && /^Q0\d\d$/.test(code))).toBe(true);
        return;
      }
      const json = JSON.stringify(synth(stackSettings(spec), desiredControlPlane(spec)));
      expect(liveTemplates(json).filter((each) => each.includes(marker) || each.startsWith(text))).toEqual([]);
    }),
    { numRuns: 400 },
  );
  expect(refused).toBeGreaterThan(0);
});

test("what is a live template in a valid configuration is a reference that the constructs made", () => {
  fc.assert(
    fc.property(arbitraryClusterFile, (file) => {
      const { spec } = parseClusterFile(stringify(file), "cluster.yaml");
      if (spec === undefined) throw new Error("a valid file was refused");
      const json = JSON.stringify(synth(stackSettings(spec), desiredControlPlane(spec)));
      for (const each of liveTemplates(json))
        expect(each).toMatch(
          /^\$\{(google_|data\.google_|local\.startup_script_[0-9a-f]{12}\}|jsonencode\(|join\(|concat\()/,
        );
    }),
    { numRuns: 30 },
  );
});
