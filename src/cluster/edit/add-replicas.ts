import type { ClusterSpec, ReplicaSpec } from "../cluster-spec.ts";
import { machineTypeProblem, nameProblem, replicaName, zoneName } from "../file/names.ts";
import type { Problem } from "../problem.ts";
import { quote } from "../quote.ts";
import { zonesInRegion } from "../rules/zones.ts";
import { appendEntries } from "./append-entries.ts";
import { countProblem } from "./count-problem.ts";
import { type Change, type EditOutcome, edit, type NewReplica } from "./edited.ts";
import type { Fields } from "./entry-text.ts";
import { freeName, isFreeName } from "./free-name.ts";
import { nameEntry } from "./name-entry.ts";
import type { ReplicaList } from "./replica-list.ts";
import type { Splice } from "./splice.ts";
import { fullZone } from "./zone.ts";

/** Replicas to add, one in each of the zones. */
export interface Addition {
  /** In full or by their letters. A zone that stands twice gets two replicas. */
  readonly zones: readonly string[];
  /** For a single replica; by default `<cluster>-<zone letter>`, with a number where that is taken. */
  readonly name?: string | undefined;
  /** By default inherited from the control plane. */
  readonly machineType?: string | undefined;
}

/**
 * A2: adds replicas at the end of a cluster file's list; nothing else in its text changes. Each gets a name that is
 * written out, and so does a replica with a default name whose zone is then shared.
 */
export function addReplicas(text: string, file: string, addition: Addition): EditOutcome {
  return edit(text, file, (spec, list) => {
    const zones = addition.zones.map((zone) => fullZone(spec.region, zone));
    const problems = problemsOf(spec, zones, addition);
    if (problems.length > 0) return { problems };
    return change(spec, list, newReplicas(spec, zones, addition));
  });
}

function problemsOf(spec: ClusterSpec, zones: readonly string[], { name, machineType }: Addition): Problem[] {
  const { replicas } = spec.controlPlane;
  return [
    ...[...new Set(zones)].map((zone) => zoneProblem(spec.region, zone)),
    name === undefined ? undefined : namingProblem(spec, zones.length, name),
    machineType === undefined ? undefined : machineTypeProblem(machineType),
    countProblem(spec, replicas.length + zones.length),
  ].filter((problem) => problem !== undefined);
}

function zoneProblem(region: string, zone: string): Problem | undefined {
  const draft = { spec: { region, controlPlane: { replicas: [{ zone }] } } };
  return nameProblem(zoneName, zone) ?? zonesInRegion(draft)[0]?.problem;
}

function namingProblem({ name: cluster, controlPlane }: ClusterSpec, count: number, name: string): Problem | undefined {
  const problem = nameProblem(replicaName, name);
  if (problem !== undefined) return problem;
  const taken = controlPlane.replicas.map((replica) => replica.name);
  const remedy = "Choose another name, or leave it out to get a free one";
  if (!isFreeName(cluster, taken, name)) return { code: "Q043", message: `The name ${quote(name)} is taken`, remedy };
  if (count === 1) return undefined;
  const message = `${count} replicas cannot all have the name ${quote(name)}`;
  return { code: "Q043", message, remedy: "Name a single zone, or leave the name out" };
}

function newReplicas({ name: cluster, controlPlane }: ClusterSpec, zones: readonly string[], addition: Addition) {
  const taken = controlPlane.replicas.map(({ name }) => name);
  return zones.map((zone): NewReplica => {
    const name = addition.name ?? freeName(cluster, taken, zone);
    taken.push(name);
    return { name, zone, machineType: addition.machineType };
  });
}

function change({ controlPlane }: ClusterSpec, list: ReplicaList, added: readonly NewReplica[]): Change {
  const appended = appendEntries(list, added.map(fieldsOf));
  const unnamed = controlPlane.replicas.flatMap((replica, index) => {
    const entry = list.entries[index];
    const shared = added.some(({ zone }) => zone === replica.zone);
    return shared && entry !== undefined && !entry.map.has("name") ? [{ replica, entry }] : [];
  });
  const names = unnamed.map(({ replica, entry }): Splice => nameEntry(list.text, entry, replica.name));
  return {
    splices: appended && [...names, ...appended],
    added,
    named: unnamed.map(({ replica }: { replica: ReplicaSpec }) => replica.name),
  };
}

function fieldsOf({ name, zone, machineType }: NewReplica): Fields {
  const fields: Fields = [
    ["name", name],
    ["zone", zone],
  ];
  return machineType === undefined ? fields : [...fields, ["machineType", machineType]];
}
