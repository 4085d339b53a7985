import { readFile } from "node:fs/promises";
import { describe, expect, test } from "@jest/globals";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import type { Plan } from "../../../src/plan/plan.ts";
import { renderJson, toPlanDocument } from "../../../src/report/json/json.ts";
import { planJsonSchema } from "../../../src/report/json/plan-schema.ts";
import { anyPlan } from "../plan-arbitraries.ts";
import { createOne, growToThree, nothingToDo, PLANS, refused } from "../plan-fixtures.ts";

const validate = new Ajv2020({ strict: true, strictTypes: false, allErrors: true }).compile(planJsonSchema());
const read = (plans: Plan | readonly Plan[]): unknown => JSON.parse(renderJson(plans));

function problems(document: unknown): unknown {
  return validate(document) ? [] : validate.errors;
}

describe("the plan as JSON is a public contract (D2)", () => {
  test.each(Object.keys(PLANS))("%s fits the schema", (name) => {
    expect(problems(read(PLANS[name]?.() ?? nothingToDo()))).toEqual([]);
  });

  test("every plan fits the schema, whatever is in it", () => {
    fc.assert(
      fc.property(fc.array(anyPlan, { minLength: 1, maxLength: 2 }), (plans) => {
        expect(problems(read(plans))).toEqual([]);
        expect(problems(read(plans[0] ?? nothingToDo()))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  test("the schema in the repository is the one of the code", async () => {
    const file = new URL("../../../schema/plan.schema.json", import.meta.url);
    expect(JSON.parse(await readFile(file, "utf8"))).toEqual(planJsonSchema());
  });

  test("readers accept additions, and refuse what lacks or bends a part", () => {
    const document = toPlanDocument(growToThree());
    expect(problems({ ...document, formatVersion: "1.2", later: true })).toEqual([]);
    for (const key of Object.keys(document)) {
      expect(validate(Object.fromEntries(Object.entries(document).filter(([each]) => each !== key)))).toBe(false);
    }
    expect(validate({ ...document, basis: "guess" })).toBe(false);
    expect(validate({ ...document, formatVersion: "2.0" })).toBe(false);
    expect(validate({ ...document, steps: [{ ...document.steps[0], changes: [{}] }] })).toBe(false);
  });

  test("topologies hold what reviewers and machines need, and nothing else", () => {
    const [first] = toPlanDocument(growToThree()).steps;
    expect(first?.before).toEqual({
      replicas: [{ name: "prod-b", zone: "europe-west1-b" }],
      members: ["prod-b"],
      backends: [],
      address: { on: "replica", name: "prod-b" },
    });
    expect(toPlanDocument(createOne()).steps[0]?.before).toBeNull();
  });

  test("diagnostics are flat, with null where there is no place (D1)", () => {
    const [warning, error] = toPlanDocument(refused()).diagnostics;
    expect(warning).toMatchObject({ code: "Q031", file: null, line: null, column: null });
    expect(error).toMatchObject({ code: "Q012", file: "clusters/prod.yaml", line: 14, column: 7 });
    expect(error?.remedy).toContain("acceptTwoReplicas");
  });

  test("keys stand in the order of the contract, attributes in alphabetical order, whatever the plan's own order", () => {
    const plan = growToThree();
    expect(Object.keys(toPlanDocument(plan))).toEqual([
      "formatVersion",
      "cluster",
      "digest",
      "basis",
      "summary",
      "steps",
      "verdict",
      "diagnostics",
    ]);
    expect(renderJson(reversed(plan) as Plan)).toBe(renderJson(plan));
  });

  test("one plan is itself; a list is a list, also of one", () => {
    expect(read(createOne())).toMatchObject({ cluster: "prod" });
    expect(read([createOne()])).toMatchObject({ formatVersion: "1.1", plans: [{ cluster: "prod" }] });
  });
});

/** The same value with the keys of every object in the opposite order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).reverse();
  return Object.fromEntries(entries.map(([key, each]) => [key, reversed(each)]));
}
