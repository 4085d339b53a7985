import { describe, expect, test } from "@jest/globals";
import { planChange } from "../../src/change/plan-change.ts";
import type { ReplicaHealth } from "../../src/plan/health.ts";
import type { ChangeRequest } from "../../src/plan/request.ts";
import type { Step } from "../../src/plan/step.ts";
import { judge } from "../../src/probe/gate.ts";
import type { StatusReport } from "../../src/topology/status-report.ts";
import type { Topology } from "../../src/topology/topology.ts";
import { atRest, choices, endpointOf, type Mode } from "../kit/cluster/cluster-fixture.ts";

const modes: Mode[] = ["whenReplicated", "always"];
const longEnoughMs = 60_000;

/** What the living replicas report once etcd and the load balancer have done what a topology says. */
function reports(topology: Topology, dead: ReadonlySet<string>): Map<string, StatusReport> {
  const { replicas, members } = topology;
  const { backends } = endpointOf(topology);
  const living = replicas.filter(({ name }) => !dead.has(name));
  const leader = living.find(({ name }) => members.includes(name))?.name;
  return new Map(
    living.map(({ name }) => [
      name,
      {
        name,
        memberId: "8e9e05c52164694d",
        role: name === leader ? "leader" : members.includes(name) ? "follower" : "none",
        voters: members,
        learners: [],
        alarms: [],
        drained: !backends.includes(name),
        apiReady: members.includes(name),
        unreachable: [],
        sequence: 7,
      },
    ]),
  );
}

/** The gates of a plan that would wait for ever, although everything goes well but for the replicas that are dead. */
function hopeless(steps: readonly Step[], deadAtFirst: ReadonlySet<string>): string[] {
  const dead = new Set(deadAtFirst);
  return steps.flatMap(({ id, kind, subject, before, after, gates }) => {
    if (kind === "add-replica") dead.delete(subject);
    return gates.flatMap((gate) => {
      const topology = gate.when === "before" ? before : after;
      if (topology === null) return [];
      const view = { members: topology.members, snapshot: reports(topology, dead), waitedMs: longEnoughMs };
      const reason = gate.check === "not-leader" ? undefined : judge(gate, view);
      return reason === undefined ? [] : [`${id} ${kind} ${subject}, ${gate.when}, ${gate.check}: ${reason}`];
    });
  });
}

/** Every way in which a part of the replicas is dead. */
function* deaths({ replicas }: Topology): Generator<ReadonlySet<string>> {
  for (let bits = 0; bits < 2 ** replicas.length; bits++) {
    yield new Set(replicas.filter((_, i) => bits & (2 ** i)).map(({ name }) => name));
  }
}

function planWith(from: Topology, to: Topology, dead: ReadonlySet<string>, request?: ChangeRequest): readonly Step[] {
  const health = Object.fromEntries(
    from.replicas.map(({ name }): [string, ReplicaHealth] => [name, dead.has(name) ? "unknown" : "healthy"]),
  );
  return planChange(from, to, request, health).steps;
}

describe("no gate of a plan waits for a replica that is known to be dead", () => {
  test("when one is replaced", () => {
    let planned = 0;
    for (const mode of modes) {
      for (const choice of choices(["b", "c", "d", "e@b", "f@c"])) {
        const cluster = atRest(choice, mode);
        for (const dead of deaths(cluster)) {
          for (const { name } of cluster.replicas) {
            const steps = planWith(cluster, cluster, dead, { kind: "replace", replica: name });
            expect([choice, name, dead, hopeless(steps, dead)]).toEqual([choice, name, dead, []]);
            planned += steps.length;
          }
        }
      }
    }
    expect(planned).toBeGreaterThan(1000);
  });

  test("when one is replaced and another that is dead leaves the file", () => {
    const [from, to] = [atRest("b c d e@b f@c"), atRest("b c d f@c")];
    const dead = new Set(["prod-e", "prod-f"]);
    const steps = planWith(from, to, dead, { kind: "replace", replica: "prod-f" });
    expect(steps.at(-1)).toMatchObject({ kind: "attach-backend", subject: "prod-f" });
    expect(hopeless(steps, dead)).toEqual([]);
  });

  test("when the cluster shrinks", () => {
    let planned = 0;
    for (const mode of modes) {
      for (const from of choices(["b", "c", "d", "e@b", "f@c"])) {
        for (const to of choices(from.split(" "))) {
          const [cluster, target] = [atRest(from, mode), atRest(to, mode)];
          for (const dead of deaths(cluster)) {
            // What stays is healthy: nothing else can come to rest.
            if (target.replicas.some(({ name }) => dead.has(name))) continue;
            const steps = planWith(cluster, target, dead);
            expect([from, to, dead, hopeless(steps, dead)]).toEqual([from, to, dead, []]);
            planned += steps.length;
          }
        }
      }
    }
    expect(planned).toBeGreaterThan(1000);
  });
});
