import type { RecordedStep, Reviewed } from "../plan/reviewed.ts";
import type { Github } from "./client.ts";

/** The record of what was reviewed: a check run on the head commit, which only the app that made it can edit. */
export interface PlanRecord {
  readonly head: string;
  /** Project and name. */
  readonly cluster: string;
  /** undefined for a plan that is refused: there is nothing to accept. */
  readonly digest: string | undefined;
  readonly steps: readonly RecordedStep[];
  readonly title: string;
  /** Markdown, at most 65,535 characters. */
  readonly summary: string;
  readonly url: string;
}

/** Records a verified plan. */
export async function recordPlan({ octokit, owner, repo }: Github, record: PlanRecord): Promise<void> {
  const { head, cluster, digest, steps, title, summary, url } = record;
  await octokit.rest.checks.create({
    owner,
    repo,
    name: checkName(cluster),
    head_sha: head,
    status: "completed",
    conclusion: digest === undefined ? "failure" : "success",
    details_url: url,
    output: { title, summary, text: printSteps(steps) },
    ...(digest === undefined ? {} : { external_id: digest }),
  });
}

/**
 * What was recorded last for a cluster on a commit, by the given app; undefined where nothing was, or where the last plan
 * was refused.
 */
export async function readReviewed(
  { octokit, owner, repo }: Github,
  commit: string,
  cluster: string,
  app: string,
): Promise<Reviewed | undefined> {
  const { data } = await octokit.rest.checks.listForRef({
    owner,
    repo,
    ref: commit,
    check_name: checkName(cluster),
    filter: "all",
    per_page: 100,
  });
  const ours = data.check_runs.filter(({ app: by, head_sha }) => by?.slug === app && head_sha === commit);
  const [latest] = ours.sort((a, b) => b.id - a.id);
  const digest = latest?.external_id ?? "";
  if (latest?.conclusion !== "success" || !isDigest.test(digest)) return undefined;
  return { digest, steps: parseSteps(latest.output.text ?? "") };
}

/** The app behind the login of a bot: `github-actions[bot]` is `github-actions`. */
export function appOf(login: string): string {
  return login.replace(/\[bot\]$/, "");
}

function checkName(cluster: string): string {
  return `Quorate ${cluster}`;
}

const isDigest = /^sha256:[0-9a-f]{64}$/;
const fence = "~~~";
const explanation = [
  "The steps, each with the digest of the plan from there on, and below it those of its changes:",
  "",
];
/** Somewhat less than GitHub takes. */
const mostCharacters = 65_000;

function printSteps(steps: readonly RecordedStep[]): string {
  const print = (withChanges: boolean) =>
    steps.flatMap(({ digest, title, changes }) => [
      `${digest} ${title.replace(/\s+/g, " ")}`,
      ...(withChanges && changes.length > 0 ? [`  ${changes.join(" ")}`] : []),
    ]);
  const text = (lines: readonly string[]) => [...explanation, fence, ...lines, fence].join("\n");
  const whole = text(print(true));
  return whole.length <= mostCharacters ? whole : text(print(false));
}

function parseSteps(text: string): RecordedStep[] {
  const steps = text.matchAll(/^(sha256:[0-9a-f]{64}) (.*)\n(?: {2}([0-9a-f ]+)\n)?/gm);
  return [...steps].map(([, digest = "", title = "", changes = ""]) => ({
    digest,
    title,
    changes: changes.split(" ").filter((each) => each !== ""),
  }));
}
