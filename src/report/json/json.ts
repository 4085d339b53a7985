import type { Diagnostic } from "../../cluster/diagnostic.ts";
import { digest } from "../../plan/digest.ts";
import type { DetailedStep, Plan } from "../../plan/plan.ts";
import { endpointPicture } from "../../topology/endpoint/endpoint.ts";
import type { Topology } from "../../topology/topology.ts";
import { isRecord } from "../diff/value-text.ts";
import type { PlanDocument, PlanDocuments } from "./plan-document.ts";

const formatVersion = "1.1";

/** A plan in the public form that `schema/plan.schema.json` describes. Key order depends on nothing but the plan. */
export function toPlanDocument(plan: Plan): PlanDocument {
  const { steps, add, change, destroy } = plan.summary;
  return {
    formatVersion,
    cluster: plan.cluster,
    digest: plan.digest,
    basis: plan.basis,
    summary: { steps, add, change, destroy },
    steps: plan.steps.map((step, at) => stepDocument(step, tailDigest(plan, at))),
    verdict: verdictDocument(plan.verdict),
    diagnostics: plan.diagnostics.map(diagnosticDocument),
  };
}

/**
 * JSON text with a line end: the plan itself for one plan, `{formatVersion, plans, diagnostics}` for a list, however
 * long. `diagnostics` are findings about files that have no plan.
 */
export function renderJson(plans: Plan | readonly Plan[], diagnostics: readonly Diagnostic[] = []): string {
  const document: PlanDocument | PlanDocuments = isList(plans)
    ? { formatVersion, plans: plans.map(toPlanDocument), diagnostics: diagnostics.map(diagnosticDocument) }
    : toPlanDocument(plans);
  return `${JSON.stringify(document, null, 2)}\n`;
}

/**
 * `renderJson` of a list of at least one plan, in parts, so that nobody has to hold all of it: each plan with what stands
 * before it, then the end.
 */
export const jsonList = {
  /** `index` counts from 0. */
  item(plan: Plan, index: number): string {
    const begin = index === 0 ? `{\n  "formatVersion": "${formatVersion}",\n  "plans": [\n` : ",\n";
    return `${begin}${indented(toPlanDocument(plan), "    ")}`;
  },
  end(diagnostics: readonly Diagnostic[]): string {
    const findings = indented(diagnostics.map(diagnosticDocument), "  ").trimStart();
    return `\n  ],\n  "diagnostics": ${findings}\n}\n`;
  },
};

function indented(value: unknown, indent: string): string {
  return JSON.stringify(value, null, 2).replace(/^/gm, indent);
}

function tailDigest({ cluster, digest: whole, steps }: Plan, at: number): string {
  return at === 0 ? whole : digest(cluster, steps.slice(at));
}

function stepDocument(step: DetailedStep, digest: string): PlanDocument["steps"][number] {
  return {
    id: step.id,
    kind: step.kind,
    subject: step.subject,
    title: step.title,
    digest,
    before: topologyDocument(step.before),
    after: topologyDocument(step.after),
    etcd: { before: etcdDocument(step.etcd.before), after: etcdDocument(step.etcd.after) },
    endpoint: { interruption: step.endpoint.interruption, reason: step.endpoint.reason },
    changes: step.changes.map((change) => ({
      address: change.address,
      actions: [...change.actions],
      before: change.before === null ? null : sortedRecord(change.before),
      after: change.after === null ? null : sortedRecord(change.after),
      afterUnknown: sortedRecord(change.afterUnknown),
    })),
    gates: step.gates.map(({ when, check, subject }) => ({ when, check, subject })),
  };
}

function topologyDocument(topology: Topology | null): PlanDocument["steps"][number]["before"] {
  if (topology === null) return null;
  const { backends, address } = endpointPicture(topology.endpoint);
  return {
    replicas: topology.replicas.map(({ name, zone }) => ({ name, zone })),
    members: [...topology.members],
    backends: [...backends],
    address: address.on === "replica" ? { on: address.on, name: address.name } : { on: address.on },
  };
}

function etcdDocument({ voters, quorum, tolerates, healthy }: DetailedStep["etcd"]["before"]) {
  return { voters, quorum, tolerates, healthy };
}

function verdictDocument(verdict: Plan["verdict"]): PlanDocument["verdict"] {
  if (verdict === null) return null;
  const { voters, quorum, tolerates, zoneLoss } = verdict;
  const zones = Object.entries(zoneLoss).sort(([a], [b]) => (a < b ? -1 : 1));
  return { voters, quorum, tolerates, zoneLoss: Object.fromEntries(zones) };
}

function diagnosticDocument({ severity, code, message, remedy, position }: Diagnostic) {
  const { file = null, line = null, column = null } = position ?? {};
  return { severity, code, message, remedy, file, line, column };
}

function sortedRecord(record: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.keys(record)
      .sort()
      .map((key) => [key, sorted(record[key])]),
  );
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  return isRecord(value) ? sortedRecord(value) : value;
}

function isList(plans: Plan | readonly Plan[]): plans is readonly Plan[] {
  return Array.isArray(plans);
}
