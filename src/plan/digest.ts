import { createHash } from "node:crypto";
import type { Topology } from "../topology/topology.ts";
import type { DetailedStep } from "./plan.ts";
import type { ResourceChange } from "./resource-change.ts";

/** In UTF-16 code units. */
const longText = 1024;

/**
 * A plan's identity: what its steps are and what they change, and nothing of when, where or by which tools it was made
 * (D4). Two plans with the same digest do the same.
 */
export function digest(cluster: string, steps: readonly DetailedStep[]): string {
  const essence = steps.map(({ kind, subject, before, after, changes }) => ({
    kind,
    subject,
    before: before && flat(before),
    after: after && flat(after),
    changes: changes.map(({ address, actions, after: values }) => ({ address, actions, after: values })),
  }));
  return `sha256:${createHash("sha256")
    .update(canonicalJson({ cluster, steps: essence }))
    .digest("hex")}`;
}

/** A topology as it is counted: what its endpoint is stands beside the rest. Of which kind it is, the settings say. */
function flat({ endpoint: { kind: _, ...endpoint }, ...topology }: Topology) {
  return { ...topology, ...endpoint };
}

/** The identity of one change of a resource: what a plan's digest counts of it, in 24 hexadecimal digits. */
export function changeDigest({ address, actions, after }: ResourceChange): string {
  return createHash("sha256").update(canonicalJson({ address, actions, after })).digest("hex").slice(0, 24);
}

/** JSON with the members of every object in code-unit order. Long texts, which all steps share, are hashed once. */
function canonicalJson(value: unknown): string {
  const hashes = new Map<string, string>();
  return JSON.stringify(value, (_key, item: unknown) => {
    if (typeof item === "string" && item.length > longText) {
      const hash = hashes.get(item) ?? createHash("sha256").update(item).digest("hex");
      hashes.set(item, hash);
      return { sha256: hash };
    }
    return typeof item === "object" && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item;
  });
}
