import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { ClusterSpec } from "../../../src/cluster/cluster-spec.ts";
import { addReplicas } from "../../../src/cluster/edit/add-replicas.ts";
import type { Edited, EditOutcome } from "../../../src/cluster/edit/edited.ts";
import { removeReplicas } from "../../../src/cluster/edit/remove-replicas.ts";
import { parseClusterFile } from "../../../src/cluster/parse.ts";
import { blockFile, flowFile } from "./written-cluster.ts";

const anyFile = fc.oneof(blockFile, flowFile);

function specOf(text: string): ClusterSpec {
  const { spec, diagnostics } = parseClusterFile(text, "cluster.yaml");
  if (spec === undefined) throw new Error(diagnostics.map(({ message }) => message).join("; "));
  return spec;
}

function edited(outcome: EditOutcome): Edited {
  if ("refused" in outcome) throw new Error(outcome.refused.map(({ message }) => message).join("; "));
  return outcome;
}

/** Lines with their line breaks. */
function linesOf(text: string): string[] {
  return text.split(/(?<=\n)/);
}

/** Whether the lines stand in others in the same order; a last line may lack its line break. */
function standIn(lines: readonly string[], others: readonly string[]): boolean {
  const bare = (line: string) => line.replace(/\r?\n$/, "");
  let at = 0;
  for (const other of others) if (at < lines.length && bare(other) === bare(lines[at] ?? "")) at++;
  return at === lines.length;
}

function sameManner(before: string, after: string): void {
  expect(after.startsWith("\uFEFF")).toBe(before.startsWith("\uFEFF"));
  expect(after.endsWith("\n")).toBe(before.endsWith("\n"));
  expect(after.replaceAll("\r\n", "").includes("\n")).toBe(before.replaceAll("\r\n", "").includes("\n"));
}

const zones = fc.array(fc.constantFrom("a", "b", "c", "d", "e"), { minLength: 1, maxLength: 1 });

describe("adding (A2)", () => {
  test("means the old spec with one replica more, which inherits what it is not given", () => {
    fc.assert(
      fc.property(anyFile, zones, (text, zones) => {
        const before = specOf(text);
        const { text: after, replicas } = edited(addReplicas(text, "cluster.yaml", { zones }));
        expect(replicas).toEqual([
          { name: expect.any(String), zone: `europe-west1-${zones[0]}`, machineType: "e2-standard-4" },
        ]);
        const all = [...before.controlPlane.replicas, ...replicas];
        expect(specOf(after)).toEqual({ ...before, controlPlane: { ...before.controlPlane, replicas: all } });
        sameManner(text, after);
      }),
      { numRuns: 100 },
    );
  });

  test("leaves every line of a file with hyphens as it was, in its order", () => {
    fc.assert(
      fc.property(blockFile, zones, (text, zones) => {
        const { text: after, named } = edited(addReplicas(text, "cluster.yaml", { zones }));
        const before = linesOf(text);
        const inBraces = /- +\{/.test(text);
        if (named.length === 0 || !inBraces) expect(standIn(before, linesOf(after))).toBe(true);
        // Of braces, the one line that gets a name changes.
        expect(linesOf(after).length).toBeLessThanOrEqual(before.length + 3);
      }),
      { numRuns: 100 },
    );
  });

  test("and removing the same replica again gives the old text, byte for byte", () => {
    fc.assert(
      fc.property(anyFile, (text) => {
        const { text: after, replicas } = edited(addReplicas(text, "cluster.yaml", { zones: ["f"] }));
        const back = edited(removeReplicas(after, "cluster.yaml", [replicas[0]?.name ?? ""]));
        expect(back.text).toBe(text);
      }),
      { numRuns: 100 },
    );
  });
});

describe("removing (A3)", () => {
  const removal = fc
    .tuple(anyFile, fc.nat(), fc.boolean())
    .map(([text, which, byZone]) => {
      const before = specOf(text);
      const { replicas } = before.controlPlane;
      const { name = "", zone = "" } = replicas[which % replicas.length] ?? {};
      return { text, before, target: byZone ? zone : name };
    })
    .filter(({ before, target }) => before.controlPlane.replicas.some((each) => !isMeant(each, target)));

  test("means the old spec without exactly those replicas", () => {
    fc.assert(
      fc.property(removal, ({ text, before, target }) => {
        const { text: after, replicas } = edited(removeReplicas(text, "cluster.yaml", [target]));
        const stay = before.controlPlane.replicas.filter((each) => !isMeant(each, target));
        expect(replicas).toEqual(before.controlPlane.replicas.filter((each) => isMeant(each, target)));
        expect(specOf(after)).toEqual({ ...before, controlPlane: { ...before.controlPlane, replicas: stay } });
        sameManner(text, after);
      }),
      { numRuns: 100 },
    );
  });

  test("writes no line that a file with hyphens did not have, and takes none from outside the list", () => {
    const inBlocks = removal.filter(({ text }) => !text.includes("replicas: ["));
    fc.assert(
      fc.property(inBlocks, ({ text, target }) => {
        const { text: after } = edited(removeReplicas(text, "cluster.yaml", [target]));
        expect(standIn(linesOf(after), linesOf(text))).toBe(true);
        const outside = linesOf(text).filter(
          (line) => !/^\s*(-|#|name|zone|machineType: ['"]?[en]2-standard-[48]['"]?|$)/.test(line),
        );
        expect(standIn(outside, linesOf(after))).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});

function isMeant({ name, zone }: { name: string; zone: string }, target: string): boolean {
  return name === target || zone === target;
}

test("an edit of any text, valid or not, never throws and answers with a valid file or with errors", () => {
  const damage = fc.tuple(
    fc.nat({ max: 900 }),
    fc.nat({ max: 12 }),
    fc.constantFrom("", "#", "\n", "- ", "{", "]", ",", "&a ", "*a", "'", "? "),
  );
  fc.assert(
    fc.property(anyFile, damage, fc.boolean(), (text, [at, length, written], adds) => {
      const damaged = text.slice(0, at) + written + text.slice(at + length);
      const outcome = adds
        ? addReplicas(damaged, "cluster.yaml", { zones: ["b"] })
        : removeReplicas(damaged, "cluster.yaml", ["b"]);
      if ("refused" in outcome) expect(outcome.refused.some(({ severity }) => severity === "error")).toBe(true);
      else expect(specOf(outcome.text)).toEqual(outcome.spec);
    }),
    { numRuns: 200 },
  );
});
