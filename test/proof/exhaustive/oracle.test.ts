import { describe, expect, test } from "@jest/globals";
import { planChange } from "../../../src/change/plan-change.ts";
import type { Check } from "../../../src/plan/gate.ts";
import type { ChangePlan, Step, StepKind } from "../../../src/plan/step.ts";
import type { Topology } from "../../../src/topology/topology.ts";
import { endpointOf, withEndpoint } from "../../kit/cluster/cluster-fixture.ts";
import { changeCase, type Setting } from "./change-case.ts";
import { judgeCase } from "./judge/judge-case.ts";
import type { Fate, Life, Part } from "./roster.ts";

type Planner = typeof planChange;
type Tamper = (steps: readonly Step[]) => readonly Step[];

/** A cluster whose replicas a, b, c, … lie in as many zones, and are to keep, to leave, to come: `keep keep leave(dead)`. */
function question(fates: string, setting: Partial<Setting> = {}) {
  const roster = fates.split(" ").map((text, place): Part => {
    const [, fate = "", life = "healthy"] = /^(\w+)(?:\((\w+)\))?$/.exec(text) ?? [];
    return { zone: place % 3, target: fate === "leave" ? null : place % 3, fate: fate as Fate, life: life as Life };
  });
  const ask = { kind: "change" } as const;
  return changeCase(roster, {
    from: "whenReplicated",
    to: "whenReplicated",
    names: [..."abcdef"],
    acceptOutage: false,
    ask,
    ...setting,
  });
}

/** A planner that does right, and whose plan somebody then changes. */
function tampering(tamper: Tamper): Planner {
  return (...change) => {
    const plan = planChange(...change);
    const steps = tamper(plan.steps).map((step, index) => ({ ...step, id: index + 1 }));
    return { ...plan, steps };
  };
}

/** Two steps as one: what a planner would do that did not take them apart. */
function joined(kind: StepKind): Tamper {
  return (steps) => {
    const at = steps.findIndex((step) => step.kind === kind);
    const [one, two] = [steps[at], steps[at + 1]];
    if (one === undefined || two === undefined) throw new Error(`no step after ${kind}`);
    const both = { ...two, before: one.before, gates: [...one.gates, ...two.gates] };
    return [
      ...steps.slice(0, at),
      { ...both, etcd: { before: one.etcd.before, after: two.etcd.after } },
      ...steps.slice(at + 2),
    ];
  };
}

function without(...checks: Check[]): Tamper {
  return (steps) =>
    steps.map((step) => ({ ...step, gates: step.gates.filter(({ check }) => !checks.includes(check)) }));
}

/** The topology that the first step of a kind leads to (and the next begins with), changed. */
function led(kind: StepKind, change: (topology: Topology) => Topology): Tamper {
  return (steps) => {
    const at = steps.findIndex((step) => step.kind === kind);
    const after = change(steps[at]?.after as Topology);
    return steps.map((step, index) =>
      index === at ? { ...step, after } : index === at + 1 ? { ...step, before: after } : step,
    );
  };
}

const inFour = question("keep keep keep leave");
const replaced = question("keep keep keep", { ask: { kind: "replace", place: 2 } });
const grown = question("keep new new");
const restarted = question("keep keep restart");

const tampered: readonly [name: string, rule: string, asked: typeof inFour, tamper: Tamper][] = [
  ["adds two members at once", "R1", grown, joined("add-replica")],
  [
    "tells of a member that has no instance",
    "R1",
    inFour,
    led("drain-backend", (each) => ({ ...each, members: [...each.members, "prod-z"] })),
  ],
  ["goes on while a learner learns", "R1", grown, without("member-votes", "api-ready", "etcd-healthy")],
  ["removes a voter without a look at the others", "R2", inFour, without("quorum-without")],
  ["adds a voter without a look at the others", "R2", grown, without("etcd-healthy")],
  ["removes a member that is still a backend", "R3", inFour, joined("drain-backend")],
  ["does not wait for the drained traffic", "R3", inFour, without("drained")],
  ["deletes an instance together with its membership", "R3", inFour, joined("remove-member")],
  ["does not wait for the member to be gone", "R3", inFour, without("member-absent")],
  ["tells nobody to remove the member", "R3", inFour, led("remove-member", (each) => ({ ...each, remove: [] }))],
  [
    "leaves the disk behind",
    "R3",
    inFour,
    led("delete-replica", (each) => ({ ...each, remains: [{ name: "prod-d", address: true }] })),
  ],
  ["makes a backend of what was just created", "R4", replaced, joined("add-replica")],
  ["attaches without a look at the API", "R4", replaced, without("api-ready")],
  [
    "leaves the IP to nobody",
    "R5",
    grown,
    led("build-balancer", (each) => withEndpoint(each, { address: { on: "none" } })),
  ],
  [
    "hides that the IP moves",
    "R5",
    grown,
    (steps) => steps.map((step) => ({ ...step, endpoint: { interruption: "none", reason: "" } })),
  ],
  [
    "leaves the balancer without a backend",
    "R5",
    inFour,
    led("drain-backend", (each) => withEndpoint(each, { backends: [] })),
  ],
  ["builds the balancer while it moves the IP", "R6", grown, joined("build-balancer")],
  [
    "deletes the cluster",
    "R7",
    inFour,
    (steps) => steps.map((step, index) => (index === steps.length - 1 ? { ...step, after: null } : step)),
  ],
  [
    "leaves the old data disk for the new member",
    "R9",
    replaced,
    led("delete-replica", (each) => ({ ...each, remains: [{ name: "prod-c", address: true }] })),
  ],
  [
    "lets a newcomer start a new etcd cluster",
    "R9",
    grown,
    led("add-replica", (each) => ({ ...each, replicas: each.replicas.map((one) => ({ ...one, role: "init" })) })),
  ],
  ["deletes and creates a replica in one step", "R3", replaced, joined("delete-replica")],
  ["restarts a replica without draining it", "R12", restarted, joined("drain-backend")],
  ["restarts a replica that may lead", "R12", restarted, without("not-leader")],
  ["restarts a replica without a look at the others", "R12", restarted, without("quorum-while-down")],
  [
    "deletes a protected instance",
    "cloud",
    inFour,
    led("remove-member", (each) => ({
      ...each,
      replicas: each.replicas.map((one) => ({ ...one, deletionProtection: true })),
    })),
  ],
  [
    "deletes a group that the balancer uses",
    "cloud",
    inFour,
    led("drain-backend", (each) => withEndpoint(each, { groups: endpointOf(each).groups.slice(1) })),
  ],
  [
    "waits for a replica that is dead",
    "gate",
    question("keep keep leave(dead)"),
    (steps) =>
      steps.map((step) => ({
        ...step,
        gates: [...step.gates, { when: "before", check: "api-ready", subject: "prod-c" }],
      })),
  ],
  [
    "waits for a vote before there can be a quorum to agree on it",
    "gate",
    question("keep(dead) keep(stopped) keep(stopped)"),
    (steps) =>
      steps.map((step) => ({
        ...step,
        gates: [...step.gates, { when: "after", check: "member-votes", subject: step.subject }],
      })),
  ],
  [
    "counts the voters wrong",
    "honest",
    inFour,
    (steps) => steps.map((step) => ({ ...step, etcd: { ...step.etcd, after: { ...step.etcd.after, tolerates: 2 } } })),
  ],
  ["stops before the end", "end", inFour, (steps) => steps.slice(0, -1)],
];

describe("the oracle", () => {
  test.each([inFour, replaced, grown, restarted])("finds nothing wrong with the plan itself: $title", (asked) => {
    expect(judgeCase(planChange, asked).violations).toEqual([]);
  });

  test.each(tampered)("notices a plan that %s (%s)", (_name, rule, asked, tamper) => {
    const { violations } = judgeCase(tampering(tamper), asked);
    expect(violations.map((violation) => violation.rule)).toContain(rule);
  });

  test("notices a plan that passes through two voters and does not say so (R10)", () => {
    const silent: Planner = (...change) => ({ ...planChange(...change), diagnostics: [] });
    expect(judgeCase(silent, grown).violations).toEqual([expect.objectContaining({ rule: "R10" })]);
  });

  test("notices a plan that cannot be gone on with (R11)", () => {
    const refusal = { severity: "error", code: "Q053", message: "" } as ChangePlan["diagnostics"][number];
    const forgetful: Planner = (observed, ...change) => {
      const plan = planChange(observed, ...change);
      return observed?.remove.length ? { ...plan, steps: [], diagnostics: [refusal] } : plan;
    };
    const { violations } = judgeCase(forgetful, inFour, () => true);
    expect(violations).toContainEqual(expect.objectContaining({ rule: "R11" }));
  });

  test.each([
    ["although there is a safe way", inFour, "Q053"],
    ["for the wrong reason", question("keep(dead) keep(dead) leave"), "Q054"],
  ])("notices a refusal %s", (_name, asked, code) => {
    const refusal = { severity: "error", code, message: "" } as ChangePlan["diagnostics"][number];
    const timid: Planner = (...change) => ({ ...planChange(...change), steps: [], diagnostics: [refusal] });
    expect(judgeCase(timid, asked).violations).toEqual([expect.objectContaining({ rule: "refusal" })]);
  });

  test("notices a plan that goes on without the traffic of a dead replica having been seen gone (R3)", () => {
    const hasty: Planner = (...change) => tampering(without("drained"))(...change);
    const { violations } = judgeCase(hasty, question("keep keep leave(dead)"), () => true);
    expect(violations).toContainEqual(
      expect.objectContaining({ rule: "R3", says: expect.stringMatching(/drain-backend.* is drained$/) }),
    );
  });

  test("notices that the endpoint moves to nobody who is healthy (R6)", () => {
    const asked = question("keep(dead)", { from: "whenReplicated", to: "always" });
    const bold: Planner = (observed, desired, request) => planChange(observed, desired, request);
    const rules = judgeCase(bold, asked).violations.map((violation) => violation.rule);
    expect(rules).toEqual(expect.arrayContaining(["R4", "R6", "gate", "refusal"]));
  });

  test("notices a plan where there is no safe way", () => {
    const asked = question("keep(dead) keep(dead) leave");
    const bold: Planner = (observed, desired, request) => planChange(observed, desired, request);
    const rules = judgeCase(bold, asked).violations.map((violation) => violation.rule);
    expect(rules).toEqual(expect.arrayContaining(["R2", "gate", "refusal"]));
  });
});
