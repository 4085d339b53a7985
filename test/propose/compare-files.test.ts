import { describe, expect, test } from "@jest/globals";
import { type BaseWording, type ComparedFile, compareFiles } from "../../src/propose/compare-files.ts";
import { diagnosed, named } from "./compared-file.ts";

const wording: BaseWording = {
  placeOf: ({ code }) => `where ${code} is`,
  errorRemedy: "Do something else",
  since: "since then",
};

interface Change {
  readonly from: string;
  readonly to: string;
  /** What else is gone, and what else is there. */
  readonly removed?: string;
  readonly untouched?: string;
}

/** Compares files written as `a=prod`; `a=!` has errors. */
async function compare({ from, to, removed = "", untouched = "" }: Change) {
  const asked: string[] = [];
  const reading = (what: string, text: string) => async () => {
    asked.push(what);
    return named(text);
  };
  const change = {
    heads: named(to),
    bases: named(from),
    readRemoved: reading("removed", removed),
    readUntouched: reading("untouched", untouched),
  };
  const { clusters, diagnostics } = await compareFiles<ComparedFile>(change, wording);
  return {
    pairs: clusters.map(({ head, base }) => `${head.file}<${base?.file ?? "-"}`).join(" "),
    found: diagnostics.map(({ code, position }) => `${code} ${position?.file}`).join(", "),
    asked: asked.join(" "),
    diagnostics,
  };
}

test.each<[title: string, change: Change, pairs: string, found: string]>([
  ["a copy of a file that stays", { from: "", to: "b=prod", untouched: "a=prod" }, "", "Q061 b"],
  ["a copy of a file that changes, too", { from: "a=prod", to: "a=prod b=prod" }, "a<a", "Q061 b"],
  ["a file that takes another one's cluster", { from: "a=prod b=rest", to: "a=prod b=prod" }, "a<a", "Q061 b, Q055 b"],
  ["two new files", { from: "", to: "a=prod b=prod" }, "", "Q061 a, Q061 b"],
  ["a file that becomes two", { from: "a=prod", to: "b=prod c=prod" }, "", "Q061 b, Q061 c"],
  ["two files that were of one cluster before", { from: "a=prod b=prod", to: "a=prod b=prod" }, "", "Q061 a, Q061 b"],
  ["a file that was moved", { from: "a=prod", to: "b=prod" }, "b<a", ""],
  ["two files that change places", { from: "a=prod b=rest", to: "a=rest b=prod" }, "a<b b<a", ""],
])("one state for each cluster (Q061): %s", async (_, change, pairs, found) => {
  expect(await compare(change)).toMatchObject({ pairs, found });
});

describe("what else is there, and what else is gone", () => {
  test("is not read where every cluster was there before", async () => {
    expect(await compare({ from: "a=prod b=rest", to: "a=prod c=rest" })).toMatchObject({ asked: "" });
  });

  test("is read where a cluster is new", async () => {
    expect(await compare({ from: "a=prod", to: "a=prod b=new" })).toMatchObject({ asked: "removed untouched" });
  });

  test("a file that was moved from there is the same cluster, and what else is gone there is no warning", async () => {
    const change = { from: "", to: "b=prod", removed: "old/a=prod old/c=rest" };
    expect(await compare(change)).toMatchObject({ pairs: "b<old/a", found: "", asked: "removed" });
  });
});

describe("what cannot be planned", () => {
  test("a file that has errors is told of with all of them", async () => {
    expect(await compare({ from: "a=prod b=rest", to: "a=! b=rest" })).toMatchObject({ pairs: "b<b", found: "Q011 a" });
  });

  test("a file that had errors is told where they are and what to do (Q065)", async () => {
    const { diagnostics } = await compare({ from: "a=!", to: "a=prod" });
    expect(diagnostics).toMatchObject([
      {
        code: "Q065",
        message: "The file has errors where Q011 is: It is broken (Q011), so nobody can tell what this change does",
        remedy: "Do something else",
      },
    ]);
  });

  test("a file that could not be compared with anything is told so as it is (Q065)", async () => {
    const unread = diagnosed("a", "Q065");
    const none = async () => [];
    const change = { heads: named("a=prod"), bases: [unread], readRemoved: none, readUntouched: none };
    expect((await compareFiles<ComparedFile>(change, wording)).diagnostics).toEqual(unread.diagnostics);
  });

  test("a file that is gone changes nothing, which is a warning that names the way (Q055)", async () => {
    const { diagnostics } = await compare({ from: "a=prod b=!", to: "" });
    expect(diagnostics.map(({ message }) => message.split(",")[0])).toEqual([
      "The file of prod is gone since then",
      "The file is gone since then",
    ]);
    expect(diagnostics[0]).toMatchObject({ severity: "warning", remedy: expect.stringContaining("quorate delete a") });
  });
});
