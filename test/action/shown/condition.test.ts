import { describe, expect, test } from "@jest/globals";
import { conditionOf, conditionPhrase, isWell } from "../../../src/action/shown/condition.ts";
import { conditionReport } from "../../../src/action/shown/condition-report.ts";
import { clusterFile, specOf } from "../../../src/adapters/cluster-files.ts";
import { desiredControlPlane } from "../../../src/constructs/desired.ts";
import { propose } from "../../../src/propose/propose.ts";
import type { Verified } from "../../../src/workflow/verify.ts";
import { clusterText } from "../../kit/cluster/cluster-text.ts";

const specFor = (zones: string, cidr = "203.0.113.0/24") =>
  specOf(clusterFile("life.yaml", clusterText({ zones }).replace("203.0.113.0/24", cidr)));
const spec = specFor("bcd");

/** A look at a cluster of which nobody has asked the replicas. */
function look(stored = spec, observed = stored): Verified {
  const topology = desiredControlPlane(observed);
  const plan = propose({ spec, observed: topology, basis: "verified" });
  return { plan, stored: desiredControlPlane(stored), observed: topology, snapshot: null };
}

const form = "https://github.com/acme/clusters/actions/workflows/quorate.yml";

describe("what is wrong with a cluster that nobody works on (D7)", () => {
  test("nothing, when it is as its file asks for", () => {
    expect(isWell(conditionOf(spec, look()))).toBe(true);
  });

  test("its file was not applied", () => {
    const condition = conditionOf(spec, look(specFor("b")));
    expect(conditionPhrase(condition)).toBe("its file was not applied");
    expect(conditionReport("life", condition, form)).toContain("Add replica life-c");
  });

  test("somebody has changed it: what, from what to what, and the plan that undoes it", () => {
    const condition = conditionOf(spec, look(spec, specFor("bcd", "0.0.0.0/0")));
    expect(condition.drift.join("\n")).toMatch(/firewall.*"203\.0\.113\.0\/24".*→.*"0\.0\.0\.0\/0"/);
    const report = conditionReport("life", condition, form);
    expect(report).toContain(form);
    expect(report).toContain(condition.plan?.replace("sha256:", ""));
  });

  test("replicas that nobody hears of are told of, those that report are not", () => {
    const { plan, stored, observed } = look();
    const condition = conditionOf(spec, { plan, stored, observed, snapshot: new Map() });
    expect(condition.silent).toEqual(["life-b", "life-c", "life-d"]);
    expect(conditionReport("life", condition, undefined)).toContain("<code>life-c</code>: replace it");
  });

  test("drift that no plan can undo says so", () => {
    const trouble = {
      code: "drift",
      message: "It drifts",
      remedy: "Change it back",
      details: ["google_x.y is not ours"],
    };
    const condition = conditionOf(spec, { trouble });
    expect(condition).toMatchObject({ drift: trouble.details, plan: undefined, trouble: undefined });
    expect(conditionReport("life", condition, form)).toContain("nothing is applied to this cluster");
  });
});
