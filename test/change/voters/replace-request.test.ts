import { describe, expect, test } from "@jest/globals";
import { planChange } from "../../../src/change/plan-change.ts";
import type { Health } from "../../../src/plan/health.ts";
import type { ChangeRequest } from "../../../src/plan/request.ts";
import type { Step } from "../../../src/plan/step.ts";
import type { Topology } from "../../../src/topology/topology.ts";
import { atRest, withEndpoint } from "../../kit/cluster/cluster-fixture.ts";
import { brokenRules } from "../rules.ts";

const story = (steps: readonly Step[]) => steps.map(({ kind, subject }) => `${kind} ${subject}`);
const replace = (replica: string, again = false): ChangeRequest => ({ kind: "replace", replica, again });

describe("a newcomer that is not finished", () => {
  const cluster = atRest("b c d");
  const steps = planChange(cluster, cluster, replace("prod-d")).steps;
  const added = steps.find(({ kind }) => kind === "add-replica")?.after ?? null;

  test("is finished by the same request, which says so (Q059)", () => {
    const plan = planChange(added, cluster, replace("prod-d"), { ...allHealthy(cluster), "prod-d": "unknown" });
    expect(story(plan.steps)).toEqual(["attach-backend prod-d"]);
    expect(plan.diagnostics).toMatchObject([{ severity: "warning", code: "Q059" }]);
  });

  test.each<[string, Topology | null, Topology]>([
    ["no member was told of it", { ...cluster, members: ["prod-b", "prod-c"] }, cluster],
    ["it is no backend yet, while another is to restart", added, atRest("b! c d")],
    ["the backend service does not know its zone", withEndpoint(cluster, { backendService: { zones: [] } }), cluster],
    ["the backend service is not there yet", withEndpoint(cluster, { backendService: null }), cluster],
  ])("is not thrown away where %s", (_, observed, target) => {
    const plan = planChange(observed, target, replace("prod-d"));
    expect(plan.diagnostics.map(({ code }) => code)).toEqual(["Q059"]);
    expect(story(plan.steps).filter((step) => /mark|delete/.test(step))).toEqual([]);
  });

  test("without traffic it is one also where the IP is to leave the load balancer: the others leave, and it stays", () => {
    const plan = planChange(withEndpoint(atRest("b c"), { backends: ["prod-c"] }), atRest("b"), replace("prod-b"));
    expect(plan.diagnostics.map(({ code }) => code)).toEqual(["Q059"]);
    expect(story(plan.steps).filter((step) => /mark|delete/.test(step))).toEqual(["delete-replica prod-c"]);
  });

  test("is thrown away on the explicit request to begin again", () => {
    const plan = planChange(added, cluster, replace("prod-d", true));
    expect(story(plan.steps)).toEqual(story(steps).filter((each) => !each.startsWith("drain")));
    expect(plan.steps.flatMap(brokenRules)).toEqual([]);
  });

  test("a replica that is drained for a restart is none", () => {
    const target = atRest("b c d!");
    const drained = planChange(cluster, target).steps[0]?.after ?? null;
    expect(story(planChange(drained, target, replace("prod-d")).steps)[0]).toBe("mark-replica prod-d");
  });
});

describe("A5: the request to replace a replica", () => {
  const cluster = atRest("b c d");
  const [mark, ...rest] = planChange(cluster, cluster, replace("prod-d")).steps;

  test("marks it and lifts its protection, and changes nothing else", () => {
    const [b, c, d] = cluster.replicas;
    expect(mark).toMatchObject({ id: 1, kind: "mark-replica", subject: "prod-d", gates: [] });
    expect(mark?.endpoint.interruption).toBe("none");
    expect(mark?.before).toEqual(cluster);
    expect(mark?.after).toEqual({ ...cluster, replicas: [b, c, { ...d, deletionProtection: false, renew: true }] });
    expect(story(rest)).toEqual(
      ["drain-backend", "remove-member", "delete-replica", "add-replica", "attach-backend"].map(
        (kind) => `${kind} prod-d`,
      ),
    );
  });

  test.each(["mark-replica", "drain-backend", "remove-member"])("R11: adds nothing after %s", (kind) => {
    const at = [mark, ...rest].findIndex((step) => step?.kind === kind);
    const plan = planChange(rest[at]?.before ?? null, cluster, replace("prod-d"));
    expect(plan.diagnostics.filter(({ code }) => code !== "Q058")).toEqual([]);
    expect(story(plan.steps)).toEqual(story(rest.slice(at)));
  });

  test("is not carried out on the only member left: the removal of the others is finished, which it says (Q059)", () => {
    const torn = { ...withEndpoint(atRest("b c"), { backends: ["prod-b"] }), members: ["prod-b"], remove: ["prod-c"] };
    const plan = planChange(torn, atRest("b"), replace("prod-b"));
    expect(plan.diagnostics).toMatchObject([{ severity: "warning", code: "Q059" }]);
    expect(story(plan.steps)).toContain("delete-replica prod-c");
    expect(story(plan.steps)).not.toContain("mark-replica prod-b");
  });

  test("adds nothing where its instance is gone, and the file brings it back", () => {
    const gone = {
      ...withEndpoint(cluster, { backends: ["prod-b", "prod-c"] }),
      replicas: cluster.replicas.slice(0, 2),
    };
    const plan = planChange(gone, cluster, replace("prod-d"));
    expect(plan.diagnostics.map(({ code }) => code)).toEqual(["Q058"]);
    expect(story(plan.steps)).toEqual([
      "remove-member prod-d",
      "delete-replica prod-d",
      "add-replica prod-d",
      "attach-backend prod-d",
    ]);
  });
});

describe("refusals name the way out", () => {
  const cluster = atRest("b c d");
  const sick = (...names: string[]): Health => ({
    ...allHealthy(cluster),
    ...Object.fromEntries(names.map((name) => [name, "dead" as const])),
  });

  test.each<[string, Topology | null, Topology, string, Health, string, RegExp, RegExp]>([
    [
      "an unknown name",
      cluster,
      cluster,
      "elsewhere",
      null,
      "Q070",
      /no replica "elsewhere"/,
      /^The file has prod-b, prod-c/,
    ],
    ["a name with a typing mistake", cluster, cluster, "pord-b", null, "Q070", /"pord-b"/, /Did you mean prod-b\?/],
    ["a replica that the file has dropped", cluster, atRest("b c"), "prod-d", null, "Q070", /any more/, /Apply/],
    [
      "an unknown name, and no cluster",
      null,
      cluster,
      "elsewhere",
      null,
      "Q070",
      /no replica "elsewhere"/,
      /^The file has/,
    ],
    ["no cluster", null, cluster, "prod-b", null, "Q070", /does not exist/, /quorate apply/],
    [
      "another is to restart, and only an outage lets it",
      atRest("b c"),
      atRest("b! c!"),
      "prod-c",
      allHealthy(atRest("b c")),
      "Q057",
      /machine type of prod-b/,
      /acceptOutage/,
    ],
    ["the only replica", atRest("b"), atRest("b"), "prod-b", null, "Q056", /only replica/, /quorate add/],
    [
      "quorum is lost",
      cluster,
      cluster,
      "prod-c",
      sick("prod-c", "prod-d"),
      "Q053",
      /lost quorum \(1 of 3/,
      /until 2 vote/,
    ],
    [
      "another is dead",
      cluster,
      cluster,
      "prod-b",
      sick("prod-d"),
      "Q053",
      /while prod-d is not/,
      /Replace prod-d first/,
    ],
  ])("%s", (_, observed, desired, name, health, code, message, remedy) => {
    const plan = planChange(observed, desired, replace(name), health);
    expect(plan.steps).toEqual([]);
    expect(plan.diagnostics).toEqual([
      expect.objectContaining({
        severity: "error",
        code,
        message: expect.stringMatching(message),
        remedy: expect.stringMatching(remedy),
      }),
    ]);
  });
});

function allHealthy({ replicas }: Topology): NonNullable<Health> {
  return Object.fromEntries(replicas.map(({ name }) => [name, "healthy"]));
}
