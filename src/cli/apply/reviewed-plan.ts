import { readFile } from "node:fs/promises";
import * as z from "zod";
import { changeDigest } from "../../plan/digest.ts";
import type { Reviewed } from "../../plan/reviewed.ts";
import { RunError } from "../../workflow/run-error.ts";

const isDigest = /^sha256:[0-9a-f]{64}$/;
const digest = z.string().regex(isDigest);
const actions = z.array(z.enum(["create", "update", "delete"]));
const attributes = z.record(z.string(), z.unknown()).nullable();
const plan = z.object({
  cluster: z.string(),
  digest,
  steps: z.array(
    z.object({
      digest,
      title: z.string(),
      changes: z.array(z.object({ address: z.string(), actions, after: attributes })),
    }),
  ),
});
const document = z.union([
  plan.transform((one) => [one]),
  z.object({ plans: z.array(plan) }).transform((all) => all.plans),
]);

/**
 * What was reviewed, as the option `--plan` says it: a plan's digest, or the file that `quorate plan --format json` wrote,
 * which tells the steps, too. Throws a RunError where it is neither, or where the file has no plan of the cluster.
 */
export async function readReviewedPlan(named: string, cluster: string): Promise<Reviewed> {
  if (isDigest.test(named)) return { digest: named, steps: [] };
  const plans = await readPlans(named);
  const found = plans.find((each) => each.cluster === cluster);
  if (found === undefined) {
    throw new RunError("not-confirmed", `${named} has no plan of cluster ${cluster}`, "Name the file of its plan");
  }
  return {
    digest: found.digest,
    steps: found.steps.map(({ digest, title, changes }) => ({
      digest,
      title,
      changes: changes.map((change) => changeDigest({ ...change, before: null, afterUnknown: {} })),
    })),
  };
}

async function readPlans(file: string): Promise<z.infer<typeof document>> {
  const text = await readFile(file, "utf8").catch(() => undefined);
  if (text === undefined) throw unusable(`${file} cannot be read`);
  const { data } = document.safeParse(parsed(text));
  if (data === undefined) throw unusable(`${file} is no plan`);
  return data;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function unusable(message: string): RunError {
  const remedy = "Give --plan the digest of the reviewed plan, or the file that `quorate plan --format json` wrote";
  return new RunError("not-confirmed", message, remedy);
}
