import { expect, test } from "@jest/globals";
import { parseClusterFile } from "../../src/cluster/parse.ts";
import { tenMistakes } from "../kit/cluster/ten-mistakes.ts";
import { found } from "./found.ts";

test("ten mistakes of all kinds are ten diagnostics, each at its place (D1)", () => {
  expect(found(tenMistakes)).toEqual([
    "Q020 4:9",
    "Q010 7:3",
    "Q012 8:22",
    "Q012 9:23",
    "Q002 10:3",
    "Q036 12:14",
    "Q043 16:17",
    "Q024 17:17",
    "Q038 19:11",
    "Q034 20:20",
  ]);
});

test("each diagnostic says in one line what is wrong and what to do", () => {
  for (const { message, remedy, severity } of parseClusterFile(tenMistakes, "cluster.yaml").diagnostics) {
    expect(severity).toBe("error");
    expect(message).toMatch(/^\S.*[^.\s]$/);
    expect(remedy).toMatch(/^[A-Z].*[^.\s]$/);
  }
});

test("what somebody most likely meant is part of the remedy (D1)", () => {
  const remedies = parseClusterFile(tenMistakes, "cluster.yaml").diagnostics.map(({ remedy }) => remedy);
  expect(remedies).toContain("Did you mean region?");
  expect(remedies).toContain("Write 203.0.113.0/24 for the range, or 203.0.113.9/32 for the one address");
});

test("a key at the wrong level is sent to the right one", () => {
  const { diagnostics } = parseClusterFile("spec:\n  machineType: e2-standard-4\n", "cluster.yaml");
  const unknown = diagnostics.find(({ code }) => code === "Q010");
  expect(unknown?.remedy).toBe("Move it to spec.controlPlane, or remove it");
});

test("a value that could end the line or turn the text around is shown escaped", () => {
  const { diagnostics } = parseClusterFile('kind: "a\\n::error::b\\u202e"\n', "cluster.yaml");
  const wrongKind = diagnostics.find(({ code }) => code === "Q016");
  expect(wrongKind?.message).toBe('kind: "a\\u{a}::error::b\\u{202e}" is not a kind that Quorate reads');
});
