import type { ReplicaHealth } from "../../../src/plan/health.ts";
import type { Topology } from "../../../src/topology/topology.ts";
import { CloudModel } from "./cloud-model.ts";
import { EtcdModel, majority } from "./etcd-model.ts";

/** How a replica is. Unknown may be dead, so it is judged as dead. */
export type Lives = Readonly<Record<string, ReplicaHealth>>;

/**
 * What is really there while a plan is carried out: instances with their disks, etcd's members, and traffic that still
 * drains. Replicas do what they are told at some time after a step; only a gate that waits for it proves that they did.
 */
export class World {
  readonly cloud: CloudModel;
  readonly etcd: EtcdModel;
  /** Voters that replicas were told to remove, and that nobody has seen gone. */
  readonly leaving = new Set<string>();
  /** Former backends whose traffic nobody has seen gone. */
  readonly draining = new Set<string>();
  /** Data disks on which a member has lived. */
  readonly used = new Set<number>();
  readonly #hopes = new Set<string>();
  /** Instances that somebody has switched off. */
  readonly #stopped = new Set<string>();
  readonly #lives: Map<string, ReplicaHealth>;

  private constructor(
    cloud: CloudModel,
    members: readonly string[],
    learners: readonly string[],
    lives: Map<string, ReplicaHealth>,
  ) {
    this.cloud = cloud;
    this.#lives = lives;
    this.etcd = new EtcdModel(members, learners, (name) => this.up(name));
  }

  /** A world at rest: what the topology says is so. */
  static of(topology: Topology | null, lives: Lives): World {
    const world = new World(CloudModel.of(topology), topology?.members ?? [], [], new Map(Object.entries(lives)));
    for (const { name, running } of topology?.replicas ?? []) {
      if (running) continue;
      world.#stopped.add(name);
      world.#lives.set(name, "dead");
    }
    for (const name of topology?.members ?? []) world.useDisk(name);
    return world;
  }

  clone(): World {
    const copy = new World(this.cloud.clone(), [...this.etcd.voters], [...this.etcd.learners], new Map(this.#lives));
    for (const name of this.leaving) copy.leaving.add(name);
    for (const name of this.draining) copy.draining.add(name);
    for (const disk of this.used) copy.used.add(disk);
    for (const name of this.#hopes) copy.#hopes.add(name);
    for (const name of this.#stopped) copy.#stopped.add(name);
    return copy;
  }

  /** Whether the replica's instance is there and known to be healthy. */
  up(name: string): boolean {
    return this.cloud.instances.has(name) && (this.#lives.get(name) ?? "healthy") === "healthy";
  }

  /** A created instance is taken to come up; its gates prove it. */
  boot(name: string): void {
    this.#lives.delete(name);
    this.#hopes.delete(name);
  }

  /**
   * So is a started one. Whether it cures a replica that was not healthy, nobody knows before. Nor does anybody know who is
   * dead while there is no quorum, because without one all who run look alike: if there is none even after the last stopped
   * one was started, those may be alive.
   */
  restart(name: string): void {
    this.#stopped.delete(name);
    this.#hope(name);
    const { voters } = this.etcd;
    if (this.#stopped.size > 0 || this.etcd.healthy() >= majority(voters.size)) return;
    for (const voter of voters) if (this.cloud.instances.has(voter)) this.#hope(voter);
  }

  #hope(name: string): void {
    if (!this.up(name)) this.#hopes.add(name);
    this.#lives.delete(name);
  }

  /** Replicas of which only a restart makes one hope that they are healthy. */
  get hopes(): ReadonlySet<string> {
    return this.#hopes;
  }

  /** Whether the replica's disk was a member's before; from now on it is. */
  useDisk(name: string): boolean {
    const disk = this.cloud.instances.get(name)?.disk ?? 0;
    const again = this.used.has(disk);
    this.used.add(disk);
    return again;
  }

  /** What a probe would see of the replicas of a topology. */
  health(topology: Topology): Lives {
    return Object.fromEntries(topology.replicas.map(({ name }) => [name, this.#lives.get(name) ?? "healthy"]));
  }
}
