import type { Check } from "../../../src/plan/gate.ts";
import type { Step } from "../../../src/plan/step.ts";
import type { Replica, Topology } from "../../../src/topology/topology.ts";
import { endpointOf } from "../../kit/cluster/cluster-fixture.ts";
import type { Rule, Violation } from "./violation.ts";
import type { World } from "./world.ts";

const empty: Pick<Topology, "replicas" | "members" | "remove"> = { replicas: [], members: [], remove: [] };

/** A step of a cluster that goes on to exist, taken apart into what it does to the world. */
export class Move {
  readonly step: Step;
  readonly before: Topology | null;
  readonly after: Topology;
  readonly world: World;
  readonly acceptOutage: boolean;
  readonly created: readonly Replica[];
  readonly deleted: readonly Replica[];
  /** Replicas on both sides that are not the same on both. */
  readonly changed: readonly (readonly [Replica, Replica])[];
  readonly joining: readonly string[];
  readonly leaving: readonly string[];
  readonly attached: readonly string[];
  readonly detached: readonly string[];
  readonly #violations: Violation[];

  constructor(step: Step, after: Topology, world: World, acceptOutage: boolean, violations: Violation[]) {
    const { replicas, members } = step.before ?? empty;
    const [{ backends: sent }, { backends }] = [endpointOf(step.before), endpointOf(after)];
    this.step = step;
    this.before = step.before;
    this.after = after;
    this.world = world;
    this.acceptOutage = acceptOutage;
    const old = new Map(replicas.map((replica) => [replica.name, replica]));
    const next = new Set(after.replicas.map((replica) => replica.name));
    this.created = after.replicas.filter(({ name }) => !old.has(name));
    this.deleted = replicas.filter(({ name }) => !next.has(name));
    this.changed = after.replicas.flatMap((replica) => {
      const was = old.get(replica.name);
      return was === undefined || was === replica ? [] : [[was, replica] as const];
    });
    this.joining = after.members.filter((name) => !members.includes(name));
    this.leaving = members.filter((name) => !after.members.includes(name));
    this.attached = backends.filter((name) => !sent.includes(name));
    this.detached = sent.filter((name) => !backends.includes(name));
    this.#violations = violations;
  }

  /** Whether the cluster is being created: its first replica has not handed its right to write secrets back. */
  get creating(): boolean {
    return this.before === null || this.before.secretsWritable;
  }

  /** Whether a gate before this very step proves it; an earlier step's proof is old, or was never made after a crash. */
  proves(check: Check, subject?: string): boolean {
    return this.step.gates.some(
      (gate) => gate.when === "before" && gate.check === check && (subject === undefined || gate.subject === subject),
    );
  }

  blame(rule: Rule, says: string): void {
    this.#violations.push({ rule, step: this.step.id, says });
  }
}
