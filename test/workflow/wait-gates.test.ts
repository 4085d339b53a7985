import { expect, test } from "@jest/globals";
import { describe as textOf } from "../../src/cluster/user-error.ts";
import { Watch } from "../../src/probe/watch.ts";
import { desiredTopology } from "../../src/topology/desired.ts";
import { waitGates } from "../../src/workflow/wait-gates.ts";
import { specOf } from "../kit/cluster/cluster-fixture.ts";

test("what a console says is shown, bounded, without a character that a terminal or a runner would follow", async () => {
  const lines = ["booting\r", "\u001b]0;owned\u0007", "a\u0085::add-mask::a", "\u202e\u3164", "x".repeat(5_000)];
  const waited = waitGates({
    gates: [{ when: "after", check: "api-ready", subject: "prod-b" }],
    topology: desiredTopology(specOf("b c d"), ""),
    watch: new Watch(
      async () => undefined,
      () => 0,
    ),
    cloud: {
      readStatus: async () => undefined,
      serialConsole: async () => [...Array(100).fill("early"), ...lines],
      existing: async () => undefined,
    },
    clock: { now: () => 0, sleep: async () => undefined },
    timeoutMs: 0,
    signal: new AbortController().signal,
    emit: () => undefined,
  });
  const error = await waited.catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: "gate-timeout" });
  const text = textOf(error);
  expect(text).toContain("  a\\u{85}::add-mask::a\n");
  expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/u);
  expect(text.length).toBeLessThan(2_000);
  expect(text.split("\n").length).toBeLessThan(30);
});

test("nor does any error's text have one, whoever has written it", () => {
  const remedy = "Look";
  for (const text of ["a\rb", "\u001b[2J", "a\u2028::error::x"]) {
    for (const error of [new Error(text), Object.assign(new Error(text), { remedy, details: [text] }), text]) {
      expect(textOf(error).replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Zl}]/u);
    }
  }
});
