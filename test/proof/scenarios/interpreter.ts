import type { ClusterSpec } from "../../../src/cluster/cluster-spec.ts";
import type { Plan } from "../../../src/plan/plan.ts";
import { isReviewed, recordedSteps, reviewDifference } from "../../../src/plan/reviewed.ts";
import { detailPlan } from "../../../src/propose/detail-plan.ts";
import { settings, specOf } from "../../kit/cluster/cluster-fixture.ts";
import type { Resources } from "../../kit/cluster/tear.ts";
import { withIpOn, without, withoutMembers, withStopped, withThose } from "./by-hand.ts";
import { planLines, state, stepLines } from "./picture.ts";
import { resourcesOf, seen } from "./resources.ts";
import { torn } from "./torn-step.ts";
import { type Scenario, TranscriptError } from "./transcript.ts";
import { desired, World } from "./world.ts";

/** Carries out a command with the words that follow its name, and answers in lines. Throws where they say nothing. */
type Run = (world: World, words: string) => readonly string[];
type Commands = Readonly<Record<string, Run>>;

/** What the cluster is at first, what the file asks for, and what the gates see of replicas. */
const given: Commands = {
  cluster: quiet((world, words) => world.start(words === "nothing" ? undefined : specIn(words))),
  want: quiet((world, words) => world.want(specIn(words))),
  unhealthy: quiet((world, words) => world.see(namesIn(words), "dead")),
  unknown: quiet((world, words) => world.see(namesIn(words), "unknown")),
};

/** What people do to resources by hand, or have left of other times. */
const byHand: Commands = {
  vanish: (world, words) => edit(world, (resources) => without(resources, words.split(", "))),
  leftover: (world, words) => {
    const [, left = "", replicas = ""] = match(words, /^(.+) of (.+)$/, "leftover RESOURCE, … of REPLICAS");
    const source = resourcesOf(desired(specIn(replicas)));
    return edit(world, (resources) => withThose(resources, source, left.split(", ")));
  },
  stop: (world, words) => edit(world, (resources) => withStopped(resources, words)),
  "forget-members": (world, words) => edit(world, (resources) => withoutMembers(resources, words)),
  "ip-on": (world, words) => edit(world, (resources) => withIpOn(resources, words === "nobody" ? undefined : words)),
};

/** Plans, and what they hold. */
const plans: Commands = {
  plan: (world, words) => {
    const [, most] = match(words, /^(?:first (\d+))?$/, "plan, or plan first N");
    return planLines(world.ask({ kind: "none" }), most === undefined ? undefined : Number(most));
  },
  replace: (world, words) => {
    const [, name, again] = match(words, /^([a-z]+)( again)?$/, "replace NAME, or replace NAME again");
    return planLines(world.ask({ kind: "replace", replica: `prod-${name}`, again: again !== undefined }));
  },
  delete: (world, words) => {
    match(words, /^$/, "delete");
    return planLines(world.ask({ kind: "delete-cluster" }));
  },
  show: (world, words) => stepLines(world.step(match(words, /^step (\d+)$/, "show step N")[1])),
  remedy: (world) => world.plan().diagnostics.map(({ code, remedy }) => `${code}: ${remedy}`),
};

/** Applies a plan: the last one or, if something has changed since, the one that would be made now. */
const runs: Commands = {
  apply: (world, words) => {
    const [, count] = match(words, /^(?:(\d+) steps?)?$/, "apply, or apply N steps");
    world.apply(world.step(count).id);
    return [state(world.cluster)];
  },
  tear: (world, words) => {
    const [, number, changes = ""] = match(words, /^step (\d+) after (.+)$/, "tear step N after CHANGE, …");
    const step = world.step(number);
    const left = torn(step, changes.split(", "));
    world.apply(step.id - 1);
    world.arrive(left);
    return [state(world.cluster)];
  },
};

/** What was reviewed, and whether the plan is that or what is left of it. */
const reviews: Commands = {
  review: quiet((world) => {
    const plan = detailed(world);
    world.reviewed = { digest: plan.digest, steps: recordedSteps(plan) };
  }),
  "reviewed?": (world) => {
    if (world.reviewed === undefined) throw new Error("nothing is reviewed yet: write `> review`");
    const plan = detailed(world);
    return isReviewed(plan, world.reviewed) ? ["yes"] : ["no", ...reviewDifference(plan, world.reviewed)];
  },
};

const commands: Commands = { ...given, ...byHand, ...plans, ...runs, ...reviews };

/** The scenario with what each command answers now. Throws a TranscriptError where one cannot be carried out. */
export function play(file: string, scenario: Scenario): Scenario {
  const world = new World();
  const answered = scenario.commands.map((command) => {
    const [name = "", ...words] = command.text.split(" ");
    const run = commands[name];
    try {
      if (run === undefined) throw new Error(`no command "${name}"; there are ${Object.keys(commands).join(", ")}`);
      return { ...command, answer: run(world, words.join(" ")).join("\n") };
    } catch (error) {
      throw new TranscriptError(file, command.line, error instanceof Error ? error.message : String(error));
    }
  });
  return { ...scenario, commands: answered };
}

/** A command that has nothing to answer. */
function quiet(run: (world: World, words: string) => void): Run {
  return (world, words) => {
    run(world, words);
    return [];
  };
}

function edit(world: World, change: (resources: Resources) => Resources): readonly string[] {
  world.arrive(seen(change(resourcesOf(world.cluster)).values()));
  return [state(world.cluster)];
}

function detailed(world: World): Plan {
  return detailPlan(world.plan(), world.cluster, settings, "verified");
}

function match(words: string, pattern: RegExp, form: string): RegExpExecArray {
  const found = pattern.exec(words);
  if (found === null) throw new Error(`write \`> ${form}\``);
  return found;
}

function namesIn(words: string): string[] {
  return words.split(" ").map((name) => `prod-${name}`);
}

/** `b c@d e!, always, outage accepted`. */
function specIn(words: string): ClusterSpec {
  const [replicas = "", ...options] = words.split(", ");
  for (const replica of replicas.split(" ")) {
    match(replica, /^[a-z]+(@[a-z]+)?!?$/, "NAME, NAME@ZONE or, for a bigger machine type, NAME!");
  }
  const odd = options.find((option) => option !== "always" && option !== "outage accepted");
  if (odd !== undefined) throw new Error(`no option "${odd}"; there are always, outage accepted`);
  const spec = specOf(replicas, options.includes("always") ? "always" : "whenReplicated");
  return { ...spec, controlPlane: { ...spec.controlPlane, acceptOutage: options.includes("outage accepted") } };
}
