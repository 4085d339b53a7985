import { isDeepStrictEqual } from "node:util";
import { endpointPicture } from "../topology/endpoint/endpoint.ts";
import type { Topology } from "../topology/topology.ts";
import type { Sign } from "./sign.ts";

/** A replica as a picture shows it. */
export interface ReplicaMark {
  readonly name: string;
  /** How it differs from the topology beside this one. */
  readonly sign: Sign;
  readonly member: boolean;
  readonly backend: boolean;
  readonly holdsAddress: boolean;
}

/** The replicas of one zone, in the topology's order. */
export interface ZoneColumn {
  readonly zone: string;
  readonly replicas: readonly ReplicaMark[];
}

/** The zones of all the topologies together, sorted: the columns of a picture that compares them. */
export function zonesOf(...topologies: readonly (Topology | null)[]): readonly string[] {
  const replicas = topologies.flatMap((topology) => topology?.replicas ?? []);
  return [...new Set(replicas.map((replica) => replica.zone))].sort();
}

/**
 * One column per zone. `other` is the topology to compare with, or undefined to compare with none; `side` tells which
 * of the two `topology` is: replicas that only the earlier one has are destroyed, those of the later one created.
 */
export function zoneColumns(
  topology: Topology | null,
  zones: readonly string[],
  other?: Topology | null,
  side: "before" | "after" = "after",
): readonly ZoneColumn[] {
  const replicas = topology?.replicas ?? [];
  const endpoint = topology && endpointPicture(topology.endpoint);
  return zones.map((zone) => ({
    zone,
    replicas: replicas
      .filter((replica) => replica.zone === zone)
      .map((replica) => ({
        name: replica.name,
        sign: other === undefined ? " " : signBeside(replica, other, side),
        member: topology?.members.includes(replica.name) ?? false,
        backend: endpoint?.backends.includes(replica.name) ?? false,
        holdsAddress: endpoint?.address.on === "replica" && endpoint.address.name === replica.name,
      })),
  }));
}

/** etcd members, disks and addresses whose instance is gone, in words; empty where nothing is left behind. */
export function leftBehind(topology: Topology): readonly string[] {
  const instances = topology.replicas.map((replica) => replica.name);
  const names = [...topology.members, ...topology.remains.map((each) => each.name)];
  return [...new Set(names.filter((name) => !instances.includes(name)))].sort().map((name) => {
    const remains = topology.remains.find((each) => each.name === name);
    const parts = [
      topology.members.includes(name) ? "etcd member" : "",
      remains?.etcdDisk === undefined ? "" : "data disk",
      remains?.address === true ? "reserved address" : "",
    ].filter((part) => part !== "");
    return parts.length === 0 ? name : `${name} (${parts.join(", ")})`;
  });
}

/** Where clients of the endpoint arrive: "prod-b", "load balancer → prod-b, prod-c", "nobody holds the IP". */
export function endpointPhrase(topology: Topology): string {
  const { address, backends } = endpointPicture(topology.endpoint);
  switch (address.on) {
    case "replica":
      return address.name;
    case "loadBalancer":
      return `load balancer → ${backends.length === 0 ? "no backend" : backends.join(", ")}`;
    case "none":
      return "nobody holds the IP";
  }
}

function signBeside(replica: Topology["replicas"][number], other: Topology | null, side: "before" | "after"): Sign {
  const match = other?.replicas.find((each) => each.name === replica.name);
  if (match === undefined) return side === "before" ? "-" : "+";
  return side === "after" && !isDeepStrictEqual(match, replica) ? "~" : " ";
}
