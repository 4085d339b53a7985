import { endpointShape } from "../topology/endpoint/endpoint.ts";
import { sorted } from "../topology/sorted.ts";
import type { Replica, Topology } from "../topology/topology.ts";
import type { Cloud } from "./ports.ts";

/**
 * The topology with the replicas whose instance exists though Terraform's state does not know it: the call that created it
 * was carried out, and then its answer was lost, or the state could not be written. They are looked for under the names
 * of members, of disks that are left and of `unmet` ones, in the zones that a replica may be in. Until Terraform has read
 * them, they are taken to look like those that are known.
 */
export async function adopt(
  topology: Topology,
  zones: readonly string[],
  existing: Cloud["existing"],
  unmet: readonly string[] = [],
): Promise<Topology> {
  const [pattern] = topology.replicas;
  if (pattern === undefined) return topology;
  const known = new Set(topology.replicas.map(({ name }) => name));
  const names = sorted([...topology.members, ...topology.remains.map(({ name }) => name), ...unmet]);
  const shape = endpointShape(topology.endpoint.kind);
  const possible = sorted([...zones, ...shape.zones(topology.endpoint)]);
  const found = await Promise.all(
    names
      .filter((name) => !known.has(name))
      .map(async (name): Promise<Replica[]> => {
        const left = topology.remains.find((remains) => remains.name === name)?.etcdDisk;
        for (const zone of left === undefined ? possible : [left.zone]) {
          const there = await existing({ type: "google_compute_instance", attributes: { name, zone } });
          if (there !== undefined) return [likeOthers(pattern, name, zone, left)];
        }
        return [];
      }),
  );
  const adopted = found.flat();
  if (adopted.length === 0) return topology;
  const isAdopted = (name: string) => adopted.some((replica) => replica.name === name);
  return {
    ...topology,
    replicas: [...topology.replicas, ...adopted].sort((a, b) => (a.name < b.name ? -1 : 1)),
    remains: topology.remains.filter(({ name }) => !isAdopted(name)),
    remove: topology.remove.filter((name) => !(unmet.includes(name) && isAdopted(name))),
    endpoint: shape.extend(
      topology.endpoint,
      adopted.map(({ zone }) => zone),
    ),
  };
}

/**
 * The topology with those among its members whom the state knows nothing of, not even a disk: they were found because some
 * replica was told of them. Were that word taken back instead of given to all, and the run killed before the state is
 * written, nobody would know their names any more.
 */
export function nameUnknown(topology: Topology, stored: Topology): Topology {
  const known = [...stored.replicas, ...stored.remains, ...topology.remove.map((name) => ({ name }))];
  const unknown = topology.replicas.filter((replica) => !known.some(({ name }) => name === replica.name));
  return { ...topology, members: sorted([...topology.members, ...unknown.map(({ name }) => name)]) };
}

function likeOthers(pattern: Replica, name: string, zone: string, disk: Replica["etcdDisk"] | undefined): Replica {
  const { renew: _, ...settings } = pattern;
  const { type, sizeGb } = disk ?? pattern.etcdDisk;
  return { ...settings, name, zone, role: "join", etcdDisk: { type, sizeGb }, running: true };
}
