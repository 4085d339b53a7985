import type { LoadBalanced } from "../../../src/topology/endpoint/load-balanced.ts";
import type { Replica, Topology } from "../../../src/topology/topology.ts";
import { endpointOf } from "../../kit/cluster/cluster-fixture.ts";

interface Instance {
  readonly zone: string;
  /** Number of the data disk, counted over the life of the model; a new disk is a new number. */
  readonly disk: number;
  readonly protected: boolean;
}

type Parts = Pick<Topology, "replicas" | "remains">;

const nothing: Parts = { replicas: [], remains: [] };

/**
 * GCE, as far as it refuses things for being in use. A step's difference is carried out call by call in the order in
 * which Terraform makes the calls: destroys first, except where both ends are destroyed, then what others depend on.
 */
export class CloudModel {
  readonly instances = new Map<string, Instance>();
  readonly #disks = new Map<string, number>();
  #service: readonly string[] | null = null;
  #healthCheck = false;
  #groups = new Set<string>();
  /** Who uses the endpoint's IP: an instance, the forwarding rule (""), or nobody. */
  #user: string | null = null;
  #lastDisk = 0;

  /** A cloud with the resources of a topology. */
  static of(topology: Topology | null): CloudModel {
    const cloud = new CloudModel();
    for (const { name } of topology?.remains ?? []) cloud.#disks.set(name, ++cloud.#lastDisk);
    if (topology !== null) cloud.#create(topology, []);
    return cloud;
  }

  /** The same cloud once more. */
  clone(): CloudModel {
    const copy = new CloudModel();
    for (const [name, instance] of this.instances) copy.instances.set(name, instance);
    for (const [name, disk] of this.#disks) copy.#disks.set(name, disk);
    copy.#service = this.#service;
    copy.#healthCheck = this.#healthCheck;
    copy.#groups = new Set(this.#groups);
    copy.#user = this.#user;
    copy.#lastDisk = this.#lastDisk;
    return copy;
  }

  /** Carries out a step; answers what GCE refuses. */
  apply(before: Topology | null, after: Topology | null): string[] {
    const refused: string[] = [];
    this.#free(after, refused);
    this.#destroy(before ?? nothing, after ?? nothing, endpointOf(after), refused);
    if (after !== null) this.#create(after, refused);
    return refused;
  }

  /** Rule and access configs wait for each other by `depends_on`; an instance's deletion and the next holder do not. */
  #free(after: Topology | null, refused: string[]): void {
    const next = after === null ? null : userOf(after);
    if (this.#user === next) return;
    if (this.#user && next !== null && !names(after ?? nothing).has(this.#user)) refused.push("the address is in use");
    this.#user = null;
  }

  #destroy(before: Parts, after: Parts, endpoint: LoadBalanced, refused: string[]): void {
    if (endpoint.backendService === null && this.#service !== null) this.#dropService(refused);
    for (const zone of this.#groups) {
      if (endpoint.groups.includes(zone)) continue;
      if (this.#service?.includes(zone)) refused.push(`the group of ${zone} is in use by the backend service`);
      this.#groups.delete(zone);
    }
    const stay = names(after);
    for (const { name } of before.replicas) {
      if (stay.has(name)) continue;
      if (this.instances.get(name)?.protected) refused.push(`instance ${name} is protected from deletion`);
      this.instances.delete(name);
      if (!after.remains.some((left) => left.name === name)) this.#disks.delete(name);
    }
    for (const { name } of before.remains) {
      if (!after.remains.some((left) => left.name === name) && !this.instances.has(name)) this.#disks.delete(name);
    }
    if (this.#healthCheck && !endpoint.healthCheck && this.#service !== null)
      refused.push("the health check is in use");
  }

  #dropService(refused: string[]): void {
    if (this.#user === "") refused.push("the backend service is in use by the forwarding rule");
    this.#service = null;
  }

  #create(after: Topology, refused: string[]): void {
    const endpoint = endpointOf(after);
    for (const zone of endpoint.groups) this.#groups.add(zone);
    for (const replica of after.replicas) this.#place(replica, refused);
    this.#healthCheck = endpoint.healthCheck;
    this.#service = endpoint.backendService?.zones ?? null;
    if (this.#service !== null && !this.#healthCheck) refused.push("a backend service needs its health check");
    for (const zone of this.#service ?? []) if (!this.#groups.has(zone)) refused.push(`no group in ${zone} to send to`);
    for (const name of endpoint.backends) {
      const zone = this.instances.get(name)?.zone;
      if (zone === undefined || !this.#groups.has(zone)) refused.push(`${name} has no group to be a backend in`);
    }
    const user = userOf(after);
    if (user === "" && this.#service === null) refused.push("a forwarding rule needs its backend service");
    if (user && !this.instances.has(user)) refused.push(`${user} cannot hold the address: it is not there`);
    this.#user = user;
  }

  #place(replica: Replica, refused: string[]): void {
    const { name, zone, deletionProtection } = replica;
    const old = this.instances.get(name);
    if (old !== undefined && old.zone !== zone) refused.push(`instance ${name} cannot change its zone`);
    if (old === undefined && this.#disks.has(name)) refused.push(`a disk of ${name} exists already`);
    const disk = this.#disks.get(name) ?? ++this.#lastDisk;
    this.#disks.set(name, disk);
    this.instances.set(name, { zone, disk, protected: deletionProtection });
  }
}

function userOf(topology: Topology): string | null {
  const { address } = endpointOf(topology);
  if (address.on === "none") return null;
  return address.on === "replica" ? address.name : "";
}

function names(topology: Parts): Set<string> {
  return new Set(topology.replicas.map((replica) => replica.name));
}
