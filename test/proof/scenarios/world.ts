import { planChange } from "../../../src/change/plan-change.ts";
import type { ClusterSpec } from "../../../src/cluster/cluster-spec.ts";
import type { ReplicaHealth } from "../../../src/plan/health.ts";
import type { ChangeRequest } from "../../../src/plan/request.ts";
import type { Reviewed } from "../../../src/plan/reviewed.ts";
import type { ChangePlan, Step } from "../../../src/plan/step.ts";
import { desiredTopology } from "../../../src/topology/desired.ts";
import type { Topology } from "../../../src/topology/topology.ts";
import { startupScript } from "../../kit/cluster/cluster-fixture.ts";

/** Where a scenario stands: the file, the cluster, and what is known and planned of it. */
export class World {
  /** null: there is no cluster. */
  cluster: Topology | null = null;
  reviewed: Reviewed | undefined;
  #file: ClusterSpec | undefined;
  /** By replica. All others are healthy; where nobody is here, nobody has looked. */
  #sick: ReadonlyMap<string, ReplicaHealth> = new Map();
  /** The last plan, as long as nothing has changed since. */
  #plan: ChangePlan | undefined;

  /** A cluster at rest, as a file asks for it; or none. */
  start(spec: ClusterSpec | undefined): void {
    this.#sick = new Map();
    this.arrive(spec === undefined ? null : desired(spec));
    this.#file = spec;
  }

  want(spec: ClusterSpec): void {
    this.#file = spec;
    this.#plan = undefined;
  }

  /** The cluster becomes another one. What was seen of an instance that is gone says nothing of the next of its name. */
  arrive(topology: Topology | null): void {
    const names = topology?.replicas.map(({ name }) => name) ?? [];
    this.cluster = topology;
    this.#sick = new Map([...this.#sick].filter(([name]) => names.includes(name)));
    this.#plan = undefined;
  }

  /** Throws where there is no such replica. */
  see(names: readonly string[], health: ReplicaHealth): void {
    const stranger = names.find((name) => !this.cluster?.replicas.some((replica) => replica.name === name));
    if (stranger !== undefined) throw new Error(`the cluster has no ${stranger}`);
    this.#sick = new Map([...this.#sick, ...names.map((name) => [name, health] as const)]);
    this.#plan = undefined;
  }

  /** The plan for a request, with the outage that the file accepts. */
  ask(request: ChangeRequest): ChangePlan {
    if (this.#file === undefined) throw new Error("there is no file yet: write `> want REPLICAS`");
    const { acceptOutage } = this.#file.controlPlane;
    const asked = request.kind === "delete-cluster" ? request : { ...request, acceptOutage };
    this.#plan = planChange(this.cluster, desired(this.#file), asked, this.#health());
    return this.#plan;
  }

  /** The last plan or, if something has changed since, the one that would be made now. */
  plan(): ChangePlan {
    return this.#plan ?? this.ask({ kind: "none" });
  }

  /** A step of that plan, by its number; the last one without. Throws where it has none. */
  step(number?: string): Step {
    const { steps } = this.plan();
    const step = number === undefined ? steps.at(-1) : steps[Number(number) - 1];
    if (step === undefined) throw new Error(`the plan has ${steps.length} steps, and no step ${number ?? 1}`);
    return step;
  }

  /** Arrives at the ends of these first steps of the plan, one after the other. */
  apply(count: number): void {
    for (const { after } of this.plan().steps.slice(0, count)) this.arrive(after);
  }

  #health() {
    if (this.cluster === null || this.#sick.size === 0) return null;
    return Object.fromEntries(
      this.cluster.replicas.map(({ name }) => [name, this.#sick.get(name) ?? ("healthy" as const)]),
    );
  }
}

/** What a file asks for, at rest. */
export function desired(spec: ClusterSpec): Topology {
  return desiredTopology(spec, startupScript);
}
