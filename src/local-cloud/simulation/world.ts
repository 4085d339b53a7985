import type { DriverHost, Machine } from "../driver.ts";
import type { ClusterFact } from "../facts.ts";
import type { DriverEvent } from "../journal.ts";
import { type Alive, type Etcd, learners, type Member, noCluster, voters } from "./etcd.ts";
import { clusterName } from "./told.ts";

/** What the simulation knows about one instance. Times are milliseconds since the Unix epoch. */
export interface SimulatedReplica {
  readonly phase: "off" | "booting" | "waiting" | "running" | "halted" | "dead";
  /** When it entered its phase. */
  readonly since: number;
  readonly sequence: number;
  readonly reportedAt: number;
  /** Since when no traffic is sent to it; null while it is load-balanced. */
  readonly idleSince: number | null;
  /** What it said last about why it waits. */
  readonly waitsFor: string;
}

/** What a data disk holds: the member whose data it is. */
export interface MemberData {
  readonly cluster: string;
  readonly memberId: string;
}

/** Everything that the simulation remembers: plain data. */
export interface SimulationState {
  /** By instance ID. */
  readonly replicas: Readonly<Record<string, SimulatedReplica>>;
  /** By `project/cluster`. */
  readonly clusters: Readonly<Record<string, Etcd>>;
  /** By disk ID; by instance ID where there is no data disk. */
  readonly data: Readonly<Record<string, MemberData>>;
  /** Disks, as in `data`, of instances that have begun to initialise a cluster. */
  readonly begun?: readonly string[];
}

/** What the simulation remembers, and what it can see and say through its host. */
export class World {
  readonly host: DriverHost;
  readonly replicas: Map<string, SimulatedReplica>;
  readonly clusters: Map<string, Etcd>;
  readonly data: Map<string, MemberData>;
  readonly begun: Set<string>;

  constructor(host: DriverHost, saved: SimulationState | undefined) {
    this.host = host;
    this.replicas = new Map(Object.entries(saved?.replicas ?? {}));
    this.clusters = new Map(Object.entries(saved?.clusters ?? {}));
    this.data = new Map(Object.entries(saved?.data ?? {}));
    this.begun = new Set(saved?.begun);
  }

  snapshot(): SimulationState {
    const { replicas, clusters, data, begun } = this;
    return {
      replicas: Object.fromEntries(replicas),
      clusters: Object.fromEntries(clusters),
      data: Object.fromEntries(data),
      begun: [...begun],
    };
  }

  now(): number {
    return this.host.clock.now();
  }

  /** The instances that belong to clusters. */
  machines(): readonly Machine[] {
    return this.host.machines().filter((machine) => this.replicas.has(machine.id));
  }

  keyOf(machine: Machine): string {
    return `${machine.project}/${clusterName(machine)}`;
  }

  etcd(key: string): Etcd {
    return this.clusters.get(key) ?? noCluster;
  }

  dataOf(machine: Machine): MemberData | undefined {
    return this.data.get(diskOf(machine));
  }

  /** Whether the instance's etcd and API server run. */
  lives(machine: Machine): boolean {
    return machine.running && this.replicas.get(machine.id)?.phase === "running";
  }

  /** IDs of the cluster's members whose processes live. */
  alive(key: string): Alive {
    const held = this.machines()
      .filter((machine) => this.lives(machine))
      .map((machine) => this.dataOf(machine));
    return new Set(held.flatMap((data) => (data?.cluster === key ? [data.memberId] : [])));
  }

  /** What etcd looks like in each cluster of which an instance or a data disk is left. */
  clusterFacts(): readonly ClusterFact[] {
    const machines = this.host.machines();
    const exists = (key: string) =>
      machines.some((machine) => this.keyOf(machine) === key) ||
      [...this.data].some(([disk, data]) => data.cluster === key && this.host.diskExists(disk));
    return [...this.clusters]
      .filter(([key]) => exists(key))
      .map(([key, etcd]) => {
        const [project = "", name = ""] = key.split("/");
        const alive = this.alive(key);
        const aliveVoters = names(voters(etcd).filter((member) => alive.has(member.id)));
        return { project, name, voters: names(voters(etcd)), learners: names(learners(etcd)), aliveVoters };
      });
  }

  enter(machine: Machine, phase: SimulatedReplica["phase"]): void {
    const replica = this.replicas.get(machine.id);
    if (replica !== undefined) this.replicas.set(machine.id, { ...replica, phase, since: this.now() });
  }

  record(machine: Machine, event: DriverEvent["event"], detail?: string): void {
    this.recordMember(this.keyOf(machine), event, machine.name, detail);
  }

  recordMember(key: string, event: DriverEvent["event"], subject: string, detail?: string): void {
    const [project = "", cluster = ""] = key.split("/");
    this.host.record({ event, project, cluster, subject, ...(detail ? { detail } : {}) });
  }
}

/** What a member's data is filed under. */
export function diskOf(machine: Machine): string {
  return machine.dataDisk ?? machine.id;
}

function names(members: readonly Member[]): readonly string[] {
  return members.map((member) => member.name).sort();
}
