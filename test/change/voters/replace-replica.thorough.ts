import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { planChange } from "../../../src/change/plan-change.ts";
import { quorum } from "../../../src/cluster/quorum.ts";
import { synth } from "../../../src/constructs/synth.ts";
import type { Health } from "../../../src/plan/health.ts";
import type { ChangeRequest } from "../../../src/plan/request.ts";
import type { ChangePlan, Step } from "../../../src/plan/step.ts";
import { observe } from "../../../src/topology/observe.ts";
import type { Topology } from "../../../src/topology/topology.ts";
import { applied } from "../../kit/cluster/applied.ts";
import { atRest, choices, type Mode, settings } from "../../kit/cluster/cluster-fixture.ts";
import { byAddress, tear } from "../../kit/cluster/tear.ts";
import { brokenHealthRules, brokenRules } from "../rules.ts";

const modes: Mode[] = ["whenReplicated", "always"];
const pool = ["b", "c", "d", "e@b", "f@c"];
const final = (topology: Topology | null | undefined) =>
  topology && { ...topology, replicas: topology.replicas.map((each) => ({ ...each, role: "" })) };
const errorsOf = ({ diagnostics }: ChangePlan) =>
  diagnostics.filter(({ severity }) => severity === "error").map(({ code }) => code);
const story = (steps: readonly Step[]) => steps.map(({ kind, subject }) => `${kind} ${subject}`);
const replace = (replica: string, again = false): ChangeRequest => ({ kind: "replace", replica, again });

/** Every cluster of up to five replicas at rest, with each of its replicas in turn. */
function* replacements(names: readonly string[] = pool) {
  for (const mode of modes) {
    for (const choice of choices(names)) {
      const cluster = atRest(choice, mode);
      for (const { name } of cluster.replicas) yield { mode, cluster, name };
    }
  }
}

/** Whether something was not seen before; from now on it was. */
function isNew(seen: Set<string>, topology: Topology | null): boolean {
  const count = seen.size;
  return seen.add(JSON.stringify(topology)).size > count;
}

/** Every way in which some of the replicas are not healthy. */
function* assignments({ replicas }: Topology): Generator<NonNullable<Health>> {
  for (let bits = 0; bits < 2 ** replicas.length; bits++) {
    yield Object.fromEntries(replicas.map(({ name }, i) => [name, bits & (2 ** i) ? "dead" : "healthy"]));
  }
}

describe("A5: replacing a replica", () => {
  test("keeps R1 to R12 for each replica of each cluster, whoever is dead, or is refused for the right reason", () => {
    const refused = new Map<string, number>();
    let planned = 0;
    for (const { cluster, name } of replacements()) {
      for (const health of assignments(cluster)) {
        const plan = planChange(cluster, cluster, replace(name), health);
        const reason = reasonToRefuse(cluster, name, health);
        expect([name, health, errorsOf(plan)]).toEqual([name, health, reason === undefined ? [] : [reason]]);
        if (reason !== undefined) {
          expect(plan.steps).toEqual([]);
          refused.set(reason, (refused.get(reason) ?? 0) + 1);
          continue;
        }
        planned += 1;
        expect(plan.steps.flatMap(brokenRules)).toEqual([]);
        expect(brokenHealthRules(plan.steps, health)).toEqual([]);
        expect(final(plan.steps.at(-1)?.after)).toEqual(final(cluster));
      }
    }
    expect([...refused.keys()].sort()).toEqual(["Q053", "Q054", "Q056"]);
    expect(planned).toBeGreaterThan(200);
  });

  test("deletes the replica's instance and creates it, once each, and touches no other", () => {
    for (const { cluster, name } of replacements()) {
      const { steps } = planChange(cluster, cluster, replace(name));
      if (cluster.replicas.length === 1) continue;
      const kinds = story(steps).filter((each) => /member|replica/.test(each));
      expect(kinds).toEqual(
        ["mark-replica", "remove-member", "delete-replica", "add-replica"].map((kind) => `${kind} ${name}`),
      );
    }
  });

  test("what was seen of the dead replica does not count against the new one of its name", () => {
    const [from, to] = [atRest("b c d"), atRest("b c d e@b")];
    const health = { "prod-b": "healthy", "prod-c": "healthy", "prod-d": "dead" } as const;
    const plan = planChange(from, to, replace("prod-d"), health);
    expect(errorsOf(plan)).toEqual([]);
    expect(final(plan.steps.at(-1)?.after)).toEqual(final(to));
    const last = plan.steps.at(-1);
    expect(last?.etcd.before).toMatchObject({ voters: 4, healthy: 4 });
  });

  test("R11: every topology on the way, the mark with it, is read back from the resources that it becomes", () => {
    for (const { cluster, name } of replacements(["b", "c", "e@b"])) {
      for (const { after } of planChange(cluster, cluster, replace(name)).steps) {
        expect(after && observe(applied(synth(settings, after)))).toEqual({ kind: "cluster", topology: after });
      }
    }
  });

  test("R11: from every step on, the request again and a plain plan both take the steps that were left", () => {
    for (const { cluster, name } of replacements()) {
      const { steps } = planChange(cluster, cluster, replace(name));
      for (const [index, step] of steps.slice(0, -1).entries()) {
        const left = story(steps.slice(index + 1));
        expect(story(planChange(step.after, cluster, replace(name)).steps)).toEqual(left);
        expect(story(planChange(step.after, cluster).steps)).toEqual(left);
      }
    }
  });

  test("once it is finished, the same request begins anew", () => {
    for (const { cluster, name } of replacements()) {
      const { steps } = planChange(cluster, cluster, replace(name));
      const arrived = steps.at(-1)?.after;
      if (arrived) expect(story(planChange(arrived, cluster, replace(name)).steps)).toEqual(story(steps));
    }
  });

  test("R11: a step that was torn apart at any resource is gone on with, and the newcomer is not created twice", () => {
    const cases = [...replacements(["b", "c", "d", "e@b"])].filter(({ cluster }) => cluster.replicas.length > 1);
    const torn = fc.record({
      which: fc.constantFrom(...cases),
      step: fc.nat(),
      stage: fc.nat(3),
      asked: fc.boolean(),
      through: fc.infiniteStream(fc.boolean()),
    });
    fc.assert(
      fc.property(torn, ({ which: { cluster, name }, step: nth, stage, asked, through }) => {
        const { steps } = planChange(cluster, cluster, replace(name));
        const index = nth % steps.length;
        const step = steps[index];
        if (!step?.before || !step.after) return;
        const before = byAddress(applied(synth(settings, step.before)));
        const after = byAddress(applied(synth(settings, step.after)));
        const observation = observe(tear(before, after, stage, () => through.next().value));
        if (observation.kind !== "cluster") throw new Error(`observed as ${observation.kind}`);
        const plan = planChange(observation.topology, cluster, asked ? replace(name) : undefined);
        expect(errorsOf(plan)).toEqual([]);
        expect(plan.steps.flatMap(brokenRules)).toEqual([]);
        expect(final(plan.steps.at(-1)?.after ?? observation.topology)).toEqual(final(cluster));
        const added = steps.findIndex(({ kind }) => kind === "add-replica");
        const exists = observation.topology.replicas.some((each) => each.name === name);
        const anew = plan.steps.some(({ kind }) => kind === "delete-replica" || kind === "remove-member");
        if (index >= added && exists) expect(anew && index < steps.length - 1).toBe(false);
      }),
      { numRuns: 150 },
    );
  });

  test("in the middle of any other change each replica can be replaced within the rules, or is refused for good reason", () => {
    let planned = 0;
    for (const mode of modes) {
      for (const to of choices(["b", "c", "d", "e@b"])) {
        const target = atRest(to, mode);
        // Many changes to it pass through the same topologies.
        const seen = new Set<string>();
        for (const from of choices(["b", "c", "d"])) {
          for (const { after } of planChange(atRest(from, mode), target).steps) {
            if (!isNew(seen, after)) continue;
            for (const { name } of target.replicas) {
              const plan = planChange(after, target, replace(name, true));
              expect(errorsOf(plan).filter((code) => code !== "Q056")).toEqual([]);
              expect(plan.steps.flatMap(brokenRules)).toEqual([]);
              if (errorsOf(plan).length > 0) continue;
              expect(final(plan.steps.at(-1)?.after ?? after)).toEqual(final(target));
              planned += plan.steps.length;
            }
          }
        }
      }
    }
    expect(planned).toBeGreaterThan(1000);
  });

  test("a marked replica is replaced within the rules even if the file has come to ask for something else", () => {
    for (const { mode, cluster, name } of replacements(["b", "c", "d"])) {
      const marked = planChange(cluster, cluster, replace(name)).steps[0]?.after;
      if (!marked) continue;
      for (const to of choices(["b", "c", "d", "e@b"])) {
        const target = atRest(to, mode);
        const plan = planChange(marked, target);
        expect(errorsOf(plan)).toEqual([]);
        expect(plan.steps.flatMap(brokenRules)).toEqual([]);
        expect(final(plan.steps.at(-1)?.after)).toEqual(final(target));
      }
    }
  });
});

describe("a replica that was marked in the middle of another change", () => {
  test("is replaced within the rules, whatever the file comes to ask for, unless it would be the only one", () => {
    const names = choices(["b", "c", "d"]);
    let planned = 0;
    for (const mode of modes) {
      // Many changes pass through the same topologies.
      const seen = new Set<string>();
      for (const [from, to] of names.flatMap((a) => names.map((b) => [a, b] as const))) {
        for (const { after } of planChange(atRest(from, mode), atRest(to, mode)).steps) {
          for (const name of after?.members ?? []) {
            const marked = planChange(after, atRest("b c d", mode), replace(name, true)).steps[0]?.after;
            if (!marked || !isNew(seen, marked)) continue;
            for (const final of names) planned += expectArrival(marked, atRest(final, mode));
          }
        }
      }
    }
    expect(planned).toBeGreaterThan(1000);
  });

  function expectArrival(from: Topology | null, target: Topology): number {
    const plan = planChange(from, target);
    const isOnly = new Set([...(from?.members ?? []), ...target.members]).size === 1;
    expect(errorsOf(plan)).toEqual(isOnly ? ["Q056"] : []);
    if (isOnly) return 0;
    expect(plan.steps.flatMap(brokenRules)).toEqual([]);
    expect(final(plan.steps.at(-1)?.after ?? from)).toEqual(final(target));
    return plan.steps.length;
  }
});

/** Why etcd and the rules forbid it; undefined where they do not. */
function reasonToRefuse({ members }: Topology, name: string, health: NonNullable<Health>): string | undefined {
  const healthy = members.filter((member) => health[member] === "healthy");
  const others = members.filter((member) => member !== name);
  const staying = healthy.filter((member) => member !== name);
  if (others.length === 0) return "Q056";
  if (healthy.length < quorum(members.length) || staying.length < quorum(others.length)) return "Q053";
  return staying.length < others.length ? "Q054" : undefined;
}
