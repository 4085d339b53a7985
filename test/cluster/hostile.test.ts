import { describe, expect, test } from "@jest/globals";
import { parseClusterFile } from "../../src/cluster/parse.ts";
import { validFileWith } from "../kit/cluster/valid-file.ts";
import { found } from "./found.ts";

const mebibyte = 1024 * 1024;
const inSpec = (text: string) => `spec:\n  endpoint: ${text}`;
const bomb = Array.from({ length: 30 }, (_, level) => `k${level}: &a${level} [${`*a${level - 1},`.repeat(3)}]`);

describe("hostile text is refused with one diagnostic instead of being read", () => {
  test.each([
    ["more than 1 MiB", "#".repeat(mebibyte + 1), "Q005 1:1"],
    ["more than 1 MiB in few characters", "é".repeat(mebibyte / 2 + 1), "Q005 1:1"],
    ["very many values", `a:\n${"- b\n".repeat(100_000)}`, /^Q005 \d+:\d+$/],
    ["very many keys", Array.from({ length: 100_000 }, (_, i) => `k${i}: 1\n`).join(""), /^Q005 \d+:\d+$/],
    ["very many aliases", `a: &a b\nc: [${"*a,".repeat(1000)}]\n`, /^Q008 2:\d+$/],
    ["nested flow lists", "[".repeat(mebibyte), /^Q006 1:\d+$/],
    ["nested flow mappings", "{a: ".repeat(mebibyte / 4), /^Q006 1:\d+$/],
    ["nested lists on one line", "- ".repeat(mebibyte / 2), /^Q006 1:\d+$/],
    [
      "nested mappings, a level a line",
      Array.from({ length: 1000 }, (_, i) => `${" ".repeat(i)}a:\n`).join(""),
      /^Q006 /,
    ],
    ["NUL bytes", "\0".repeat(1000), "Q007 1:1"],
    ["UTF-16 read as UTF-8", "a\0:\0 \0b\0", "Q007 1:2"],
  ])("%s", (_title, text, diagnostic) => {
    const all = found(text);
    expect(all).toHaveLength(1);
    expect(all[0]).toMatch(diagnostic);
  });
});

test("an alias bomb is never expanded", () => {
  expect(found(bomb.join("\n"))).toContain("Q010 1:1");
});

test("an alias that contains itself is read only as deep as the format goes", () => {
  expect(found("spec: &s { controlPlane: *s, etcd: { disk: *s } }\n")).toContain("Q011 1:10");
});

test.each([
  ["a key of a mebibyte", `${"a".repeat(mebibyte - 10)}: x\n`],
  ["a value of a mebibyte", `apiVersion: ${"a".repeat(mebibyte - 20)}\n`],
  ["thousands of replicas", `spec:\n  controlPlane:\n    replicas: [${"{},".repeat(10_000)}]\n`],
  [
    "thousands of keys that are near misses",
    inSpec(`{${Array.from({ length: 9000 }, (_, i) => `port${i}: 1`).join()}}\n`),
  ],
])("%s ends in diagnostics with short messages", (_title, text) => {
  const { diagnostics, spec } = parseClusterFile(text, "cluster.yaml");
  expect(spec).toBeUndefined();
  expect(Math.max(...diagnostics.map(({ message }) => message.length))).toBeLessThan(300);
});

test.each(["__proto__", "constructor", "toString", "hasOwnProperty"])("the key %s is a key like any other", (key) => {
  expect(found(validFileWith("  name: prod", `  name: prod\n  ${key}: { name: x }`))).toEqual(["Q010 5:3"]);
});
