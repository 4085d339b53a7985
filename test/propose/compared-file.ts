import type { Code } from "../../src/cluster/codes.ts";
import { diagnose } from "../../src/cluster/problem.ts";
import { locator, sourceOf } from "../../src/cluster/yaml/source.ts";
import type { ComparedFile } from "../../src/propose/compare-files.ts";
import { specOf } from "../kit/cluster/cluster-fixture.ts";

/** Files written as `a=prod`; `a=!` has errors. */
export function named(text: string): ComparedFile[] {
  return text
    .split(" ")
    .filter((each) => each !== "")
    .map((each) => {
      const [file = "", name = ""] = each.split("=");
      if (name === "!") return diagnosed(file, "Q011");
      return { file, spec: specOf("b", "whenReplicated", { name }), diagnostics: [], source: sourceIn(file) };
    });
}

/** A file with one error. */
export function diagnosed(file: string, code: Code): ComparedFile {
  const source = sourceIn(file);
  const problem = { code, message: "It is broken", remedy: "Mend it" };
  return { file, spec: undefined, diagnostics: [diagnose(problem, source.positionOf([]))], source };
}

function sourceIn(file: string) {
  return sourceOf(file, locator("", file));
}
