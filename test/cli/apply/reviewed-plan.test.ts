import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { readReviewedPlan } from "../../../src/cli/apply/reviewed-plan.ts";
import { recordedSteps } from "../../../src/plan/reviewed.ts";
import { renderJson } from "../../../src/report/json/json.ts";
import { changeOf } from "../../kit/cluster/change-fixture.ts";

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "quorate-reviewed-"));
});
afterAll(() => rm(directory, { recursive: true }));

async function written(text: string): Promise<string> {
  const file = join(directory, "plan.json");
  await writeFile(file, text);
  return file;
}

const plans = changeOf(
  [
    { name: "prod", zones: "b" },
    { name: "prod", zones: "bcd" },
  ],
  [null, { name: "test", zones: "b" }],
).clusters.flatMap(({ outcome }) => ("plan" in outcome ? [outcome.plan] : []));
const [prod] = plans;
if (prod === undefined) throw new Error("there is no plan");

describe("what was reviewed, as `apply --plan` is told (D4)", () => {
  test("a digest stands for the plan alone", async () => {
    expect(await readReviewedPlan(prod.digest, "prod")).toEqual({ digest: prod.digest, steps: [] });
  });

  test.each([
    ["of one cluster", renderJson(prod)],
    ["of several", renderJson(plans)],
  ])("the JSON %s says the same as the record on GitHub", async (_, text) => {
    const reviewed = await readReviewedPlan(await written(text), "prod");
    expect(reviewed).toEqual({ digest: prod.digest, steps: recordedSteps(prod) });
  });

  test.each([
    ["a file that is not there", () => join(directory, "none.json"), /none\.json cannot be read/],
    ["something else", () => written("{}"), /plan\.json is no plan/],
    ["half a digest", () => "sha256:abc", /sha256:abc cannot be read/],
    ["the plan of another cluster", () => written(renderJson(plans.slice(1))), /has no plan of cluster prod/],
  ])("%s is an error that says so", async (_, named, message) => {
    await expect(readReviewedPlan(await named(), "prod")).rejects.toThrow(message);
  });
});
