import type { ClusterSpec, ReplicaSpec } from "../cluster-spec.ts";
import { nearest } from "../nearest.ts";
import type { Problem } from "../problem.ts";
import { quote } from "../quote.ts";
import { countProblem } from "./count-problem.ts";
import { dropEntries } from "./drop-entries.ts";
import { type EditOutcome, edit } from "./edited.ts";
import { fullZone } from "./zone.ts";

/**
 * A3: takes replicas out of a cluster file's list, with the comments that belong to them; nothing else in its text
 * changes. A target is a replica's name, else a zone (in full or by its letter), which stands for every replica in it.
 */
export function removeReplicas(text: string, file: string, targets: readonly string[]): EditOutcome {
  return edit(text, file, (spec, list) => {
    const { replicas } = spec.controlPlane;
    const unknown = targets.filter((target) => meant(spec, target).length === 0);
    const removed = replicas.filter((replica) => targets.some((target) => meant(spec, target).includes(replica)));
    const count = removed.length > 0 ? countProblem(spec, replicas.length - removed.length) : undefined;
    const problems = [...[...new Set(unknown)].map((target) => unknownTarget(spec, target)), ...(count ? [count] : [])];
    if (problems.length > 0) return { problems };
    const indices = new Set(removed.map((replica) => replicas.indexOf(replica)));
    return { splices: dropEntries(list, indices), removed };
  });
}

function meant({ region, controlPlane }: ClusterSpec, target: string): readonly ReplicaSpec[] {
  const byName = controlPlane.replicas.filter(({ name }) => name === target);
  return byName.length > 0 ? byName : controlPlane.replicas.filter(({ zone }) => zone === fullZone(region, target));
}

function unknownTarget({ controlPlane }: ClusterSpec, target: string): Problem {
  const { replicas } = controlPlane;
  const near = nearest(target, [...replicas.map(({ name }) => name), ...replicas.map(({ zone }) => zone)]);
  const all = `There are ${replicas.map(({ name, zone }) => `${name} in ${zone}`).join(", ")}`;
  const message = `${quote(target)} is neither the name of a replica nor the zone of one`;
  return { code: "Q070", message, remedy: near === undefined ? all : `Did you mean ${near}? ${all}` };
}
