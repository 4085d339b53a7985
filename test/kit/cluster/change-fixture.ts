import type { PlannedChange } from "../../../src/action/planned.ts";
import { clusterFile, specOf } from "../../../src/adapters/cluster-files.ts";
import { compareSpecs } from "../../../src/propose/compare-specs.ts";
import { clusterText, type Wanted } from "./cluster-text.ts";

/** A preview of many clusters' change, each from one wanted form to another; null for a new cluster. */
export function changeOf(...changes: readonly (readonly [from: Wanted | null, to: Wanted])[]): PlannedChange {
  const clusters = changes.map(([from, to]) => {
    const file = clusterFile(`clusters/${to.name ?? "life"}.yaml`, clusterText(to));
    const spec = specOf(file);
    const before = from === null ? null : specOf(clusterFile(file.file, clusterText(from)));
    return { file, spec, before, outcome: { plan: compareSpecs(before, spec) } };
  });
  return { clusters, diagnostics: [] };
}
