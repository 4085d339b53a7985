import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { Ajv } from "ajv";
import fc from "fast-check";
import { parse, stringify } from "yaml";
import { clusterJsonSchema } from "../../src/cluster/json-schema.ts";
import { parseClusterFile } from "../../src/cluster/parse.ts";
import { arbitraryClusterFile } from "../kit/cluster/cluster-file-arbitrary.ts";
import { validFile, validFileWith } from "../kit/cluster/valid-file.ts";

const schema = clusterJsonSchema();
const validate = new Ajv({ allErrors: true }).compile(schema);
const examples = readdirSync("examples").filter((name) => name.endsWith(".yaml"));

function everySchema(node: unknown): Record<string, unknown>[] {
  if (typeof node !== "object" || node === null) return [];
  const nested = Object.values(node).flatMap(everySchema);
  return "type" in node && typeof node.type === "string" ? [node as Record<string, unknown>, ...nested] : nested;
}

test("schema/cluster.schema.json is current: npm run schema writes it (D1)", () => {
  expect(JSON.parse(readFileSync("schema/cluster.schema.json", "utf8"))).toEqual(schema);
});

test("every mapping is closed, and every field has a title and a description for editors (D1)", () => {
  for (const node of everySchema(schema)) {
    if (node["type"] === "object") expect(node).toHaveProperty("additionalProperties", false);
    else expect(node).toMatchObject({ title: expect.any(String), description: expect.any(String) });
  }
});

test("values that are not implemented yet are not offered", () => {
  const text = JSON.stringify(everySchema(schema).map((node) => [node["enum"], node["const"], node["default"]]));
  expect(text).toContain("managedNat");
  for (const planned of ["externalIps", "internal", "haproxy"]) expect(text).not.toContain(planned);
  expect(validate(parse(validFileWith("topology: stacked", "topology: external")))).toBe(false);
});

test.each(examples)("examples/%s parses without a diagnostic, and editors accept it", (name) => {
  const text = readFileSync(`examples/${name}`, "utf8");
  expect(parseClusterFile(text, name).diagnostics).toEqual([]);
  expect(validate(parse(text))).toBe(true);
  expect(text.split("\n")[0]).toBe("# yaml-language-server: $schema=../schema/cluster.schema.json");
});

test("editors accept every file that the parser accepts", () => {
  fc.assert(
    fc.property(arbitraryClusterFile, (file) => {
      expect(validate(parse(stringify(file)))).toBe(true);
    }),
  );
});

test.each([
  ["an unknown key", "name: prod", "name: prod\n  labels: {}"],
  ["a missing key", "project: acme-prod\n  ", ""],
  ["a cluster name that is too long", "name: prod", `name: ${"p".repeat(21)}`],
  ["an unsupported version", "1.36.3", "1.33.0"],
  ["a taken port", "port: 6443", "port: 2379"],
  ["a disk that is too small", "sizeGb: 50", "sizeGb: 5"],
  ["no allowed range", "[203.0.113.0/24]", "[]"],
  ["quorum reads turned off", "quorumReads: true", "quorumReads: false"],
  ["an IPv6 range", "[203.0.113.0/24]", '["::/0"]'],
])("editors mark %s", (_title, piece, written) => {
  expect(validate(parse(validFile))).toBe(true);
  expect(validate(parse(validFileWith(piece, written)))).toBe(false);
});
