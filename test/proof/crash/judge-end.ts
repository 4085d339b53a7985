import { isDeepStrictEqual } from "node:util";
import type { CallEntry } from "../../../src/local-cloud/journal.ts";
import { endpointIp, expectedRest, inventory, restOf } from "../../kit/journal/inventory.ts";
import { judgeJournal } from "../../kit/journal/journal-oracle.ts";
import type { Rule } from "../../kit/journal/violation.ts";
import type { Ended } from "../../kit/run/run.ts";
import type { Workbench } from "../../kit/run/workbench.ts";
import type { Change } from "./change.ts";
import type { StartState } from "./start-states.ts";

/**
 * What is wrong in the end: the last run has not succeeded, the cluster is not as an uninterrupted change leaves it, there
 * is something left to do, or the journal breaks a safety rule at some moment, other than those that are allowed.
 */
export async function judgeEnd(
  bench: Workbench,
  change: Change,
  start: StartState,
  last: Ended | undefined,
  allowed: readonly Rule[] = [],
): Promise<string[]> {
  const problems: string[] = [];
  const { code = null, stdout = "", stderr = "" } = last ?? {};
  if (code !== 0) problems.push(`the last run ended with ${code}: ${stderr.trim() || stdout.trim()}`);
  const deleting = change.command === "delete" ? { deleting: start.mark } : {};
  const { violations } = judgeJournal(bench.journal(), { cluster: "life", created: start.mark, ...deleting });
  const broken = violations.filter(({ rule }) => !allowed.includes(rule));
  problems.push(...broken.map(({ rule, sequence, what }) => `${rule} at ${sequence}: ${what}`));
  if (change.command === "delete") {
    const left = await inventory(bench.cloud);
    return left.length === 0 ? problems : [...problems, `left: ${left.join(", ")}`];
  }
  const [rest, ip] = [await restOf(bench.cloud), await endpointIp(bench.cloud)];
  const wanted = expectedRest(change.to);
  if (!isDeepStrictEqual(rest, wanted))
    problems.push(`at rest: ${JSON.stringify(rest)}, not ${JSON.stringify(wanted)}`);
  if (ip !== start.ip) problems.push(`the IP was ${start.ip} and is ${ip}`);
  const plan = await bench.quorate(["plan", "cluster.yaml"]);
  if (plan.code !== 0) problems.push(`planning again ends with ${plan.code}: ${plan.stdout}${plan.stderr}`);
  const drift = await bench.terraformPlan();
  if (drift.code !== 0) problems.push(`terraform plan ends with ${drift.code}: ${drift.stdout}${drift.stderr}`);
  if (change.subject !== undefined) problems.push(...turnover(bench, change.subject, start));
  return problems;
}

/** A replacement deletes and creates the instance once, and nobody else's. */
function turnover(bench: Workbench, subject: string, { mark }: StartState): string[] {
  const calls = bench.journal(mark).filter((entry) => entry.kind === "call" && isDone(entry));
  const named = calls.flatMap((call) => {
    if (call.kind !== "call" || !/\/instances(?:\/[^/]+)?(?:\?|$)/.test(call.path)) return [];
    return call.method === "DELETE" || call.method === "POST"
      ? [`${call.method} ${call.resource?.split("/").at(-1)}`]
      : [];
  });
  const wanted = [`DELETE ${subject}`, `POST ${subject}`];
  return isDeepStrictEqual(named, wanted) ? [] : [`instances were deleted and created: ${named.join(", ")}`];
}

/** Whether a call did what it was to do, whatever its caller was answered. */
export function isDone({ status, fault }: CallEntry): boolean {
  return fault === undefined ? status < 400 : fault.carriedOut;
}
