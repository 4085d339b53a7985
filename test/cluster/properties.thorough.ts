import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { parseDocument, stringify } from "yaml";
import { clusterFile } from "../../src/cluster/cluster-file.ts";
import type { ClusterSpec } from "../../src/cluster/cluster-spec.ts";
import { hasErrors } from "../../src/cluster/diagnostic.ts";
import { parseClusterFile } from "../../src/cluster/parse.ts";
import { readShape } from "../../src/cluster/yaml/shape.ts";
import { arbitraryClusterFile } from "../kit/cluster/cluster-file-arbitrary.ts";
import { validFile } from "../kit/cluster/valid-file.ts";

/** A spec in the form of a file, every default written out. */
function fileOf({ name, ...spec }: ClusterSpec) {
  return stringify({ apiVersion: "quorate.dev/v1", kind: "Cluster", metadata: { name }, spec });
}

function expectPositionsInside(text: string) {
  const lines = text.replace(/^\uFEFF/, "").split("\n");
  const parsed = parseClusterFile(text, "cluster.yaml");
  for (const { position } of parsed.diagnostics) {
    expect(position?.file).toBe("cluster.yaml");
    const line = lines[(position?.line ?? 0) - 1];
    expect(line).toBeDefined();
    expect(position?.column).toBeGreaterThanOrEqual(1);
    expect(position?.column).toBeLessThanOrEqual((line?.length ?? 0) + 1);
  }
  expect(parsed.spec === undefined).toBe(hasErrors(parsed.diagnostics));
}

test("every valid file is accepted, and its spec printed as a file parses back equal", () => {
  fc.assert(
    fc.property(arbitraryClusterFile, (file) => {
      const { spec, diagnostics } = parseClusterFile(stringify(file), "cluster.yaml");
      expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
      if (spec === undefined) throw new Error("no spec");
      expect(spec.controlPlane.replicas.map(({ zone }) => zone)).toEqual(
        file.spec.controlPlane.replicas.map(({ zone }) => zone),
      );
      expect(parseClusterFile(fileOf(spec), "cluster.yaml").spec).toEqual(spec);
    }),
  );
});

test("no text makes parsing throw, and every diagnostic stands inside the file", () => {
  const pieces = fc.constantFrom(
    "- ",
    "a: ",
    "\n",
    "  ",
    "[",
    "]",
    "{",
    "}",
    "&a ",
    "*a",
    "!t ",
    "'",
    '"',
    "|",
    "#",
    ",",
    "? ",
    "---\n",
    "%",
    "\t",
  );
  const yamlish = fc.array(fc.oneof(pieces, fc.string({ maxLength: 3 })), { maxLength: 60 }).map((all) => all.join(""));
  const text = fc.oneof(yamlish, fc.string({ unit: "binary" }), fc.string());
  fc.assert(fc.property(text, expectPositionsInside), { numRuns: 1000 });
});

test("no damage to a valid file makes parsing throw, and every diagnostic stands inside the file", () => {
  const damage = fc.tuple(
    fc.nat({ max: validFile.length }),
    fc.nat({ max: 20 }),
    fc.oneof(fc.string({ maxLength: 5 }), fc.constantFrom(...'\n\t [{*&!|>"-:?')),
  );
  fc.assert(
    fc.property(fc.array(damage, { minLength: 1, maxLength: 6 }), (damages) => {
      let text = validFile;
      for (const [at, length, written] of damages) text = text.slice(0, at) + written + text.slice(at + length);
      expectPositionsInside(text);
    }),
    { numRuns: 1000 },
  );
});

/** A valid file in which one value, wherever it is, is another, or is gone. */
const changedFile = fc
  .tuple(arbitraryClusterFile, fc.nat(), fc.jsonValue({ maxDepth: 1 }), fc.boolean())
  .map(([file, which, value, remove]) => {
    const places: [Record<string, unknown>, string][] = [];
    const collect = (holder: unknown) => {
      if (typeof holder !== "object" || holder === null) return;
      for (const [key, child] of Object.entries(holder)) {
        places.push([holder as Record<string, unknown>, key]);
        collect(child);
      }
    };
    const copy: unknown = structuredClone(file);
    collect(copy);
    const [holder, key] = places[which % places.length] ?? [{}, ""];
    if (remove && !Array.isArray(holder)) delete holder[key];
    else holder[key] = value;
    return copy;
  });

test("reading field by field accepts exactly what the schema as a whole accepts", () => {
  fc.assert(
    fc.property(changedFile, (file) => {
      const document = parseDocument(stringify(file), { stringKeys: true });
      const { findings, draft } = readShape(clusterFile, document);
      const whole = clusterFile.safeParse(document.toJS());
      expect(findings.length === 0).toBe(whole.success);
      if (whole.success) expect(draft).toEqual(whole.data);
    }),
    { numRuns: 500 },
  );
});
