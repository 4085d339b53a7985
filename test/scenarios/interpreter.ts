import type { ChangePlan } from "../../src/change/change-plan.ts";
import type { ChangeRequest } from "../../src/change/change-request.ts";
import type { Health, ReplicaHealth } from "../../src/change/health.ts";
import type { Plan } from "../../src/change/plan.ts";
import { planChange } from "../../src/change/plan-change.ts";
import { isReviewed, type Reviewed, recordedSteps, reviewDifference } from "../../src/change/reviewed.ts";
import type { ClusterSpec } from "../../src/cluster/cluster-spec.ts";
import { desiredTopology } from "../../src/topology/desired.ts";
import type { Topology } from "../../src/topology/topology.ts";
import { detailPlan } from "../../src/workflow/detail-plan.ts";
import type { Resources } from "../change/tear.ts";
import { settings, specOf, startupScript } from "../topology/cluster-fixture.ts";
import { planLines, state, stepLines } from "./picture.ts";
import { addressOf, altered, resourcesOf, seen, torn, withIpOn } from "./terraform-state.ts";
import { type Scenario, TranscriptError } from "./transcript.ts";

/** Where a scenario stands. */
interface World {
  cluster: Topology | null;
  /** Short names of replicas that are not healthy; all others are, and where it is empty nobody looked. */
  sick: ReadonlyMap<string, ReplicaHealth>;
  file: ClusterSpec | undefined;
  /** The last plan, as long as nothing has changed since. */
  plan: ChangePlan | undefined;
  reviewed: Reviewed | undefined;
}

type Run = (world: World, words: string) => readonly string[];

/** The cluster file. */
const file: Record<string, Run> = {
  want: (world, words) => change(world, { file: parseSpec(words) }),
};

/** The cluster as it is, and what people do to it by hand. */
const cluster: Record<string, Run> = {
  cluster: (world, words) => {
    const spec = words === "nothing" ? undefined : parseSpec(words);
    return change(world, { cluster: spec === undefined ? null : desired(spec), file: spec, sick: new Map() });
  },
  vanish: (world, words) =>
    byHand(world, (resources) => {
      const gone = words.split(", ").map((resource) => existing(resources, addressOf(resource), resource));
      return new Map([...resources].filter(([address]) => !gone.includes(address)));
    }),
  leftover: (world, words) => {
    const [, things = "", spec = ""] = match(words, /^(.+) of (.+)$/, "leftover RESOURCE, … of REPLICAS");
    const source = resourcesOf(desired(parseSpec(spec)));
    return byHand(world, (resources) => {
      const left = things.split(", ").map((resource) => existing(source, addressOf(resource), resource));
      return new Map([...resources, ...[...source].filter(([address]) => left.includes(address))]);
    });
  },
  stop: (world, words) =>
    byHand(world, (resources) => altered(resources, `instance ${words}`, () => ({ current_status: "TERMINATED" }))),
  "forget-members": (world, words) =>
    byHand(world, (resources) =>
      altered(resources, `instance ${words}`, ({ metadata }) => ({
        metadata: { ...(metadata as object), "quorate-members": "" },
      })),
    ),
  "ip-on": (world, words) => byHand(world, (resources) => withIpOn(resources, words === "nobody" ? undefined : words)),
};

/** What the gates see. */
const health: Record<string, Run> = {
  unhealthy: (world, words) => change(world, { sick: withHealth(world, words, "dead") }),
  unknown: (world, words) => change(world, { sick: withHealth(world, words, "unknown") }),
  healthy: (world, words) => change(world, { sick: withHealth(world, words, undefined) }),
};

/** Plans, and what they hold. */
const plans: Record<string, Run> = {
  plan: (world, words) => {
    const [, most] = match(words, /^(?:first (\d+))?$/, "plan, or plan first N");
    world.plan = planFor(world, { kind: "none", acceptOutage: wanted(world).controlPlane.acceptOutage });
    return planLines(world.plan, most === undefined ? undefined : Number(most));
  },
  replace: (world, words) => {
    const [, name, again] = match(words, /^(\w+)( again)?$/, "replace NAME, or replace NAME again");
    const { acceptOutage } = wanted(world).controlPlane;
    const request = { kind: "replace", replica: `prod-${name}`, again: again !== undefined, acceptOutage } as const;
    world.plan = planFor(world, request);
    return planLines(world.plan);
  },
  delete: (world, words) => {
    match(words, /^$/, "delete");
    world.plan = planFor(world, { kind: "delete-cluster" });
    return planLines(world.plan);
  },
  show: (world, words) => {
    const [, number] = match(words, /^step (\d+)$/, "show step N");
    return stepLines(step(world, number));
  },
  remedy: (world) => planned(world).diagnostics.map(({ code, remedy }) => `${code}: ${remedy}`),
};

/** Applying a plan: the last one, or the one that would be made now. */
const runs: Record<string, Run> = {
  apply: (world, words) => {
    const [, number] = match(words, /^(?:(\d+) steps?)?$/, "apply, or apply N steps");
    const { steps } = planned(world);
    const last = step(world, number ?? String(steps.length));
    for (const { after } of steps.slice(0, last.id)) arrive(world, after);
    return [state(world.cluster)];
  },
  tear: (world, words) => {
    const [, number, changes = ""] = match(words, /^step (\d+) after (.+)$/, "tear step N after CHANGE, …");
    const broken = step(world, number);
    const left = torn(broken, changes.split(", "));
    for (const { after } of planned(world).steps.slice(0, broken.id - 1)) arrive(world, after);
    arrive(world, left);
    return [state(world.cluster)];
  },
};

/** What somebody has reviewed, and whether the plan is that. */
const reviews: Record<string, Run> = {
  review: (world) => {
    const plan = detailed(world);
    world.reviewed = { digest: plan.digest, steps: recordedSteps(plan) };
    return [];
  },
  "reviewed?": (world) => {
    if (world.reviewed === undefined) throw new Error("nothing was reviewed yet: say `review` after a plan");
    const plan = detailed(world);
    return isReviewed(plan, world.reviewed) ? ["yes"] : ["no", ...reviewDifference(plan, world.reviewed)];
  },
};

const commands = { ...file, ...cluster, ...health, ...plans, ...runs, ...reviews };

/** The scenario with what each of its commands answers now. Throws a TranscriptError for a command that it cannot run. */
export function play(name: string, { title, commands: written }: Scenario): Scenario {
  const world: World = { cluster: null, sick: new Map(), file: undefined, plan: undefined, reviewed: undefined };
  const answered = written.map((command) => {
    const [, verb = "", words = ""] = /^(\S+) ?(.*)$/.exec(command.text) ?? [];
    const run = commands[verb];
    try {
      if (run === undefined) throw new Error(`no command ${verb}; there are ${Object.keys(commands).join(", ")}`);
      return { ...command, answer: run(world, words).join("\n") };
    } catch (error) {
      throw new TranscriptError(name, command.line, error instanceof Error ? error.message : String(error));
    }
  });
  return { title, commands: answered };
}

function match(words: string, pattern: RegExp, form: string): RegExpExecArray {
  const found = pattern.exec(words);
  if (found === null) throw new Error(`write \`${form}\``);
  return found;
}

/** `b c@d e!, always, outage accepted`. */
function parseSpec(words: string): ClusterSpec {
  const [replicas = "", ...options] = words.split(", ");
  for (const replica of replicas.split(" ")) match(replica, /^[a-z]+(@[a-z]+)?!?$/, "NAME, NAME@ZONE or NAME!");
  const odd = options.find((option) => option !== "always" && option !== "outage accepted");
  if (odd !== undefined) throw new Error(`no option ${odd}; there are always, outage accepted`);
  const spec = specOf(replicas, options.includes("always") ? "always" : "whenReplicated");
  return { ...spec, controlPlane: { ...spec.controlPlane, acceptOutage: options.includes("outage accepted") } };
}

function desired(spec: ClusterSpec): Topology {
  return desiredTopology(spec, startupScript);
}

function change(world: World, part: Partial<World>): [] {
  Object.assign(world, part, { plan: undefined });
  return [];
}

function byHand(world: World, edit: (resources: Resources) => Resources): string[] {
  const resources = edit(resourcesOf(world.cluster));
  arrive(world, seen(resources.values()));
  return [state(world.cluster)];
}

/** What was seen of an instance that is gone says nothing about the next one of its name. */
function arrive(world: World, topology: Topology | null): void {
  const names = topology?.replicas.map(({ name }) => name) ?? [];
  const sick = new Map([...world.sick].filter(([name]) => names.includes(name)));
  change(world, { cluster: topology, sick });
}

function existing(resources: Resources, address: string, resource: string): string {
  if (!resources.has(address)) throw new Error(`there is no ${resource}`);
  return address;
}

function withHealth(world: World, words: string, seenAs: ReplicaHealth | undefined): World["sick"] {
  const sick = new Map(world.sick);
  for (const name of words.split(" ").map((word) => `prod-${word}`)) {
    if (!world.cluster?.replicas.some((replica) => replica.name === name)) throw new Error(`there is no ${name}`);
    if (seenAs === undefined) sick.delete(name);
    else sick.set(name, seenAs);
  }
  return sick;
}

function wanted({ file: spec }: World): ClusterSpec {
  if (spec === undefined) throw new Error("there is no file yet: say `want REPLICAS`");
  return spec;
}

function planFor(world: World, request: ChangeRequest): ChangePlan {
  const { cluster: observed, sick } = world;
  const looked: Health =
    observed === null || sick.size === 0
      ? null
      : Object.fromEntries(observed.replicas.map(({ name }) => [name, sick.get(name) ?? "healthy"]));
  return planChange(observed, desired(wanted(world)), request, looked);
}

function planned(world: World): ChangePlan {
  world.plan ??= planFor(world, { kind: "none", acceptOutage: wanted(world).controlPlane.acceptOutage });
  return world.plan;
}

function step(world: World, number = "") {
  const { steps } = planned(world);
  const found = steps[Number(number) - 1];
  if (found === undefined) throw new Error(`the plan has ${steps.length} steps, and no step ${number}`);
  return found;
}

function detailed(world: World): Plan {
  return detailPlan(planned(world), world.cluster, settings, "verified");
}
