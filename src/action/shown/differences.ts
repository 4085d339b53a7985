import { isDeepStrictEqual } from "node:util";
import type { ClusterSpec } from "../../cluster/cluster-spec.ts";
import { stackSettings, synth } from "../../constructs/synth.ts";
import type { ResourceChange } from "../../plan/resource-change.ts";
import { resourceChanges } from "../../propose/resource-changes.ts";
import { isRecord, valueText } from "../../report/diff/value-text.ts";
import type { Topology } from "../../topology/topology.ts";

/**
 * What is not as it was: a line for each resource that has come or gone, and for each attribute that has changed, from
 * what to what.
 */
export function differences(spec: ClusterSpec, was: Topology | null, is: Topology | null): string[] {
  const settings = stackSettings(spec);
  return resourceChanges(synth(settings, was), synth(settings, is)).flatMap(linesOf);
}

function linesOf({ address, before, after }: ResourceChange): string[] {
  if (before === null) return [`${address} has come`];
  if (after === null) return [`${address} is gone`];
  const lines = attributeLines("", before, after).map((line) => `${address} ${line}`);
  // What refers to another resource has no value before apply.
  return lines.length > 0 ? lines : [`${address} has changed`];
}

function attributeLines(
  path: string,
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names.flatMap((name) => {
    const [old, now] = [before[name], after[name]];
    if (isDeepStrictEqual(old, now)) return [];
    const at = path === "" ? name : `${path}.${name}`;
    if (isRecord(old) && isRecord(now)) return attributeLines(at, old, now);
    return [
      `${at}: ${old === undefined ? "nothing" : valueText(old)} → ${now === undefined ? "nothing" : valueText(now)}`,
    ];
  });
}
