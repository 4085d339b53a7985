import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import type { ChangeRequest } from "../../src/change/change-request.ts";
import type { Health } from "../../src/change/health.ts";
import { planChange } from "../../src/change/plan-change.ts";
import type { Topology } from "../../src/topology/topology.ts";
import { atRest, endpointOf, type Mode } from "../topology/cluster-fixture.ts";

/**
 * Plans as transcripts, in plans.txt: a title, the change (`FROM => TO`, each a list of replicas or `nothing`, then the
 * mode, who is not healthy, whether an outage is accepted, and who is to be replaced), and the plan that comes of it. To
 * write a new one, copy a change and run the test: it shows what the planner answers. Read that before you keep it.
 */
const scenarios = readFileSync("test/scenarios/plans.txt", "utf8")
  .split(/^# /m)
  .slice(1)
  .map((section) => {
    const [title = "", change = "", ...expected] = section.trimEnd().split("\n");
    return { title, change, expected: expected.join("\n") };
  });

test.each(scenarios)("$title", ({ change, expected }) => {
  expect(transcript(change)).toBe(expected);
});

function transcript(change: string): string {
  const [, from = "", to = "", mode = "", sick = "", outage, replica] =
    /^(.+) => (.+), (whenReplicated|always)(?:, (.+) not healthy)?(, outage accepted)?(?:, replace (.+))?$/.exec(
      change,
    ) ?? [];
  const observed = from === "nothing" ? null : atRest(from, mode as Mode);
  const deletion = to === "nothing";
  const target = atRest(deletion ? from : to, mode as Mode);
  const plain: ChangeRequest = { kind: "none", acceptOutage: outage !== undefined };
  const request: ChangeRequest = deletion
    ? { kind: "delete-cluster" }
    : replica === undefined
      ? plain
      : { kind: "replace", replica: `prod-${replica}` };
  const plan = planChange(observed, target, request, healthOf(observed, sick));
  const steps = plan.steps.map(
    ({ id, kind, subject, after, endpoint }) =>
      `${id} ${kind} ${subject.replace(/^prod-/, "")}: ${after === null ? "nothing is left" : shape(after)}` +
      (endpoint.interruption === "none" ? "" : ` (${endpoint.interruption})`),
  );
  const said = plan.diagnostics.map(({ severity, code, message }) => `${severity} ${code}: ${message}`);
  return [...steps, ...said].join("\n");
}

function shape(topology: Topology): string {
  const { replicas, members } = topology;
  const { backends, address } = endpointOf(topology);
  const short = (names: readonly string[]) => names.map((name) => name.replace(/^prod-/, "")).join(" ") || "-";
  const holder =
    address.on === "replica" ? short([address.name]) : address.on === "loadBalancer" ? "balancer" : "nobody";
  return `replicas ${short(replicas.map(({ name }) => name))} | members ${short(members)} | backends ${short(backends)} | IP on ${holder}`;
}

function healthOf(observed: Topology | null, sick: string): Health {
  if (observed === null || sick === "") return null;
  const down = sick.split(" ").map((name) => `prod-${name}`);
  return Object.fromEntries(observed.replicas.map(({ name }) => [name, down.includes(name) ? "unknown" : "healthy"]));
}
