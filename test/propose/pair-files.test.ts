import { expect, test } from "@jest/globals";
import { pairFiles } from "../../src/propose/pair-files.ts";
import { specOf } from "../kit/cluster/cluster-fixture.ts";
import { named } from "./compared-file.ts";

test.each([
  ["the same file", "a=prod", "a=prod", "a<a", ""],
  ["a new file", "a=prod b=new", "a=prod", "a<a b<-", ""],
  ["a deleted file", "a=prod", "a=prod b=old", "a<a", "b"],
  ["a moved file", "b=prod", "a=prod", "b<a", ""],
  ["two that changed places", "a=two b=one", "a=one b=two", "a<b b<a", ""],
  ["a cluster renamed in its file", "a=renamed", "a=prod", "a<a", ""],
  ["a moved file, and a new cluster in its place", "a=new b=prod", "a=prod", "a<- b<a", ""],
  ["a file that took another's cluster, whose own is gone", "a=two", "a=one b=two", "a<b", "a"],
  ["errors now: no pair, and nobody knows what is gone", "a=! b=two", "a=one b=two", "b<b", ""],
  ["errors before", "a=prod", "a=!", "a<a", ""],
  ["errors before, moved here from a valid file", "a=prod", "a=! b=prod", "a<b", ""],
  ["a deleted file with errors", "a=prod", "a=prod b=!", "a<a", "b"],
  ["two files of one cluster before: its own comes first", "b=prod", "a=prod b=prod", "b<b", ""],
])("%s", (_title, now, before, pairs, gone) => {
  const paired = pairFiles(named(now), named(before));
  expect(paired.pairs.map(({ head, base }) => `${head.file}<${base?.file ?? "-"}`).join(" ")).toBe(pairs);
  expect(paired.gone.map(({ file }) => file).join(" ")).toBe(gone);
});

test("clusters of one name in two projects are two clusters", () => {
  const before = { file: "a", spec: specOf("b", "whenReplicated", { project: "acme-test" }) };
  const now = { file: "b", spec: specOf("b", "whenReplicated", { project: "acme-prod" }) };
  expect(pairFiles([now], [before])).toEqual({ pairs: [{ head: now, spec: now.spec, base: null }], gone: [before] });
});
