import { stripVTControlCharacters } from "node:util";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Plan } from "../../../src/plan/plan.ts";
import { renderTerminal } from "../../../src/report/terminal/terminal.ts";
import { anyPlan } from "../plan-arbitraries.ts";
import {
  createOne,
  deleteAll,
  etcd,
  growToThree,
  nothingToDo,
  OPEN_TO_THE_WORLD,
  PLANS,
  plan,
  refused,
  step,
  topology,
} from "../plan-fixtures.ts";

const show = (each: Plan, width = 100) => renderTerminal(each, { color: false, width });
const firstLine = (each: Plan) => show(each).split("\n")[0];

describe("the verdict comes first (D2)", () => {
  test.each([
    ["createOne", "prod: create the cluster with 1 replica"],
    ["growToThree", "prod: grow from 1 to 3 replicas (+prod-c, +prod-d)"],
    ["nothingToDo", "prod: no changes"],
    ["refused", "prod: this change is refused"],
    ["deleteAll", "prod: delete the whole cluster"],
  ])("%s: %s", (name, headline) => {
    expect(firstLine(PLANS[name]?.() ?? plan([]))).toBe(headline);
  });

  test("a replica that is removed and added again is replaced (A5)", () => {
    const [three, two] = [topology("bcd"), topology("bc")];
    const steps = [
      step({ kind: "delete-replica", subject: "prod-d", before: three, after: two }),
      step({ kind: "add-replica", subject: "prod-d", before: two, after: three }),
    ];
    expect(firstLine(plan(steps))).toBe("prod: replace prod-d");
  });

  test("fewer replicas read as shrinking, others as an exchange, a lone step by its title", () => {
    const move = (from: string, to: string) =>
      plan([step({ kind: "add-replica", title: "Change a setting", before: topology(from), after: topology(to) })]);
    expect(firstLine(move("bcd", "b"))).toBe("prod: shrink from 3 to 1 replica (-prod-c, -prod-d)");
    expect(firstLine(move("bc", "bd"))).toBe("prod: exchange replicas (+prod-d, -prod-c)");
    expect(firstLine(move("b", "b"))).toBe("prod: change a setting");
  });

  test("quorum and tolerance are shown before and after, with the zone losses (A12)", () => {
    const text = show(growToThree());
    expect(text).toContain("  etcd       1 voter, quorum 1, tolerates 0 → 3 voters, quorum 2, tolerates 1\n");
    expect(text).toContain("  zones      survives the loss of any one zone\n");
    expect(show(createOne())).toContain("  zones      does not survive the loss of europe-west1-b\n");
  });

  test("what clients notice is shown with its step", () => {
    const text = show(growToThree()).replace(/\s+/g, " ");
    expect(text).toContain("endpoint brief interruption: the IP is released by prod-b");
    expect(text).toContain("(step 3)");
    expect(show(createOne())).toContain("  endpoint   no interruption\n");
  });

  test.each([
    ["spec", "takes every replica as healthy"],
    ["state", "takes every replica as healthy"],
    ["verified", "verified against refreshed state"],
  ] as const)("a plan on basis %s says how far it can be trusted", (basis, words) => {
    expect(show({ ...createOne(), basis })).toContain(words);
  });
});

describe("steps (D2)", () => {
  test("each says its place, its effect on etcd and its gates in words", () => {
    const text = show(growToThree());
    expect(text).toContain("Step 1 of 5: Add prod-c in europe-west1-c  (+3 ~1)\n");
    expect(text).toContain("  etcd       1 → 2 voters, tolerates 0\n");
    expect(text).toContain("  starts if  every etcd voter is healthy\n");
    expect(text).toContain("  done when  prod-c votes in etcd; the API server of prod-c is ready\n");
  });

  test("voters that are not healthy are counted", () => {
    const here = topology("bcd");
    const sick = step({
      kind: "drain-backend",
      before: here,
      after: here,
      etcd: { before: etcd(3, 2), after: etcd(3, 3) },
    });
    expect(show(plan([sick]))).toContain("etcd       3 voters (2 healthy), tolerates 1 → 3 voters, tolerates 1\n");
  });

  test("an overview of several steps stands before their details", () => {
    const text = show(growToThree());
    expect(text.indexOf("    5.  Send traffic to prod-d")).toBeLessThan(text.indexOf("Step 1 of 5"));
    expect(text).toMatch(/3\. {2}Move the endpoint's IP .* brief interruption\n/);
    expect(show(createOne())).not.toContain("  Steps\n");
  });

  test("resource changes stand under their step", () => {
    const text = show(growToThree());
    const at = (words: string) => text.indexOf(words);
    expect(at("# google_compute_instance.replica_prod-d will be created")).toBeGreaterThan(at("Step 4 of 5"));
    expect(at("# google_compute_instance.replica_prod-d will be created")).toBeLessThan(at("Step 5 of 5"));
  });
});

describe("the end", () => {
  test("Terraform's count, and the digest", () => {
    const each = growToThree();
    expect(show(each).endsWith(`Plan: 9 to add, 4 to change, 0 to destroy, in 5 steps.\n${each.digest}\n`)).toBe(true);
  });

  test("a plan without steps says so in Terraform's words", () => {
    const text = show(nothingToDo());
    expect(text.endsWith("\nNo changes. The control plane matches the cluster file.\n")).toBe(true);
    expect(text).toContain("  etcd       3 voters, quorum 2, tolerates 1\n");
    expect(text).not.toContain("to add");
  });

  test("a refused plan shows its errors and no step", () => {
    const text = show(refused());
    expect(text).toContain("│ Error: Two replicas tolerate no failure");
    expect(text).toContain("nothing can be applied");
    expect(text).not.toContain("No changes");
    expect(text).not.toContain("to add");
  });

  test("warnings stand near the end of a plan, where they are seen", () => {
    const text = show({ ...growToThree(), diagnostics: [OPEN_TO_THE_WORLD] });
    expect(text.indexOf("│ Warning:")).toBeGreaterThan(text.indexOf("Step 5 of 5"));
  });

  test("a deletion counts what is destroyed and names the outage (R7)", () => {
    const text = show(deleteAll());
    expect(text).toContain("  endpoint   outage: the cluster is gone (step 1)\n");
    expect(text).toContain("Plan: 0 to add, 0 to change, 2 to destroy, in 1 step.\n");
  });
});

describe("colour", () => {
  test.each(Object.keys(PLANS))("%s: colours add nothing but colour", (name) => {
    const each = PLANS[name]?.() ?? plan([]);
    const colored = renderTerminal(each, { color: true, width: 100 });
    expect(colored).toContain("\u001b[");
    expect(stripVTControlCharacters(colored)).toBe(show(each));
  });
});

test("no name, title, reason or value can write control characters to the terminal", () => {
  fc.assert(
    fc.property(anyPlan, (each) => {
      expect(show(each).replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    }),
    { numRuns: 200 },
  );
});
