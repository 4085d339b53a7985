import { clusterFile } from "./cluster-file.ts";
import { type ClusterSpec, clusterSpec } from "./cluster-spec.ts";
import { type Diagnostic, hasErrors } from "./diagnostic.ts";
import { controlPlane } from "./file/control-plane.ts";
import { endpoint } from "./file/endpoint/endpoint.ts";
import { network } from "./file/network.ts";
import { diagnose } from "./problem.ts";
import { namesAreUnique, namesInSharedZones } from "./rules/replica-names.ts";
import { inSection, type Rule } from "./rules/rule.ts";
import { zonesInRegion } from "./rules/zones.ts";
import { readDocument } from "./yaml/document.ts";
import { readShape } from "./yaml/shape.ts";
import { locator, type Source, sourceOf } from "./yaml/source.ts";

const rules: readonly Rule[] = [
  zonesInRegion,
  namesInSharedZones,
  namesAreUnique,
  inSection("controlPlane", controlPlane.rules),
  inSection("network", network.rules),
  inSection("endpoint", endpoint.rules),
];

/** A cluster file, parsed. `spec` is there exactly when no diagnostic is an error. */
export interface ParsedClusterFile {
  readonly spec?: ClusterSpec;
  /** In the file's order, each with a position inside the file. */
  readonly diagnostics: readonly Diagnostic[];
  /** Where things stand in the file, for findings that others make about it. */
  readonly source: Source;
}

/**
 * Parses the text of a cluster file, finds every mistake in it at once and fills in the defaults. `file` is only the
 * name that positions carry. Pure, never throws, and bounded in time for hostile text.
 */
export function parseClusterFile(text: string, file: string): ParsedClusterFile {
  const visible = text.replace(/^\uFEFF/, "");
  const locate = locator(visible, file);
  const { document, findings } = readDocument(visible);
  const shape = document === undefined ? undefined : readShape(clusterFile, document);
  const here = sourceOf(file, locate, () => document);
  const draft = shape?.draft;
  const violations = draft === undefined ? [] : rules.flatMap((rule) => rule(draft));
  const diagnostics = [
    ...[...findings, ...(shape?.findings ?? [])].map(({ offset, problem }) => diagnose(problem, locate(offset))),
    ...violations.map(({ path, problem }) => diagnose(problem, here.positionOf(path))),
  ].toSorted(inFileOrder);
  // Of a thousand files, the texts fit into memory easily and the documents do not; few are ever asked.
  const source = sourceOf(file, locate, () => readDocument(visible).document);
  if (draft === undefined || hasErrors(diagnostics)) return { diagnostics, source };
  return { spec: clusterSpec.parse(draft), diagnostics, source };
}

function inFileOrder(a: Diagnostic, b: Diagnostic): number {
  const byLine = (a.position?.line ?? 0) - (b.position?.line ?? 0);
  return byLine || (a.position?.column ?? 0) - (b.position?.column ?? 0) || a.code.localeCompare(b.code, "en");
}
