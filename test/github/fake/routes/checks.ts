import * as z from "zod";
import { type Answer, bodyOf, type Call, created, numberOf, ok, type Route, read, write } from "../call.ts";
import { forbidden, GitHubError, notFound } from "../github-error.ts";
import { presentAnnotation, presentCheckRun } from "../present/check-run.ts";
import { type CheckRun, conclusions } from "../state/records.ts";
import { resolveRef } from "./revision.ts";

const annotation = z.object({
  path: z.string().min(1),
  start_line: z.number().int().positive(),
  end_line: z.number().int().positive(),
  start_column: z.number().int().positive().optional(),
  end_column: z.number().int().positive().optional(),
  annotation_level: z.enum(["notice", "warning", "failure"]),
  message: z.string().max(65_535),
  title: z.string().max(255).optional(),
  raw_details: z.string().max(65_535).optional(),
});
const output = z.object({
  title: z.string(),
  summary: z.string().max(65_535),
  text: z.string().max(65_535).optional(),
  annotations: z.array(annotation).max(50).default([]),
});
const change = z.object({
  name: z.string().min(1).optional(),
  external_id: z.string().optional(),
  details_url: z.string().optional(),
  status: z.enum(["queued", "in_progress", "completed"]).optional(),
  conclusion: z.enum(conclusions).optional(),
  started_at: z.string().optional(),
  completed_at: z.string().optional(),
  output: output.optional(),
});
const draft = change.extend({ name: z.string().min(1), head_sha: z.string() });

/** Check runs: only apps make them, and only the app that made one may change it. */
export const checkRoutes: readonly Route[] = [
  {
    method: "POST",
    pattern: "/repos/:owner/:repo/check-runs",
    needs: write("checks"),
    answer: async (call) => {
      const { state, repository, token, urls } = call;
      const wanted = bodyOf(call, draft);
      if (token.app === undefined) throw new GitHubError(403, "You must authenticate via a GitHub App.");
      if ((await state.git.resolve(wanted.head_sha)) === undefined)
        throw new GitHubError(422, `No commit found for SHA: ${wanted.head_sha}`);
      const run: CheckRun = {
        id: state.nextId(),
        repository,
        headSha: wanted.head_sha,
        app: token.app,
        name: wanted.name,
        externalId: "",
        detailsUrl: null,
        status: "queued",
        conclusion: null,
        startedAt: state.now(),
        completedAt: null,
        ...{ title: null, summary: null, text: null, annotations: [] },
      };
      update(call, run, wanted);
      state.checkRuns.push(run);
      return created(presentCheckRun(run, urls));
    },
  },
  {
    method: "PATCH",
    pattern: "/repos/:owner/:repo/check-runs/:id",
    needs: write("checks"),
    answer: (call) => {
      const run = runOf(call);
      if (run.app.id !== call.token.app?.id) throw forbidden();
      update(call, run, bodyOf(call, change));
      return ok(presentCheckRun(run, call.urls));
    },
  },
  {
    method: "GET",
    pattern: "/repos/:owner/:repo/check-runs/:id",
    needs: read("checks"),
    answer: (call) => ok(presentCheckRun(runOf(call), call.urls)),
  },
  {
    method: "GET",
    pattern: "/repos/:owner/:repo/check-runs/:id/annotations",
    needs: read("checks"),
    answer: (call) => {
      const run = runOf(call);
      return { list: run.annotations.map((each) => presentAnnotation(each, run, call.urls)) };
    },
  },
  {
    method: "GET",
    pattern: "/repos/:owner/:repo/commits/:ref/check-runs",
    needs: read("checks"),
    answer: async (call): Promise<Answer> => {
      const { state, repository, query, urls } = call;
      const sha = await resolveRef(state, repository, call.params["ref"] ?? "");
      if (sha === undefined) throw new GitHubError(422, `No commit found for SHA: ${call.params["ref"]}`);
      const [name, app, status] = [query.get("check_name"), query.get("app_id"), query.get("status")];
      const all = state.checkRuns.filter(
        (run) =>
          run.repository === repository &&
          run.headSha === sha &&
          (name === null || run.name === name) &&
          (app === null || run.app.id === Number(app)) &&
          (status === null || run.status === status),
      );
      // `latest` unless told: of each app's runs of one name only the newest.
      const newest = new Map(all.map((run) => [`${run.app.id} ${run.name}`, run]));
      const found = query.get("filter") === "all" ? all : [...newest.values()];
      const list = found.toReversed().map((run) => presentCheckRun(run, urls));
      return { list, wrap: (check_runs, total_count) => ({ total_count, check_runs }) };
    },
  },
];

function runOf(call: Call): CheckRun {
  const id = numberOf(call, "id");
  const found = call.state.checkRuns.find((each) => each.id === id && each.repository === call.repository);
  if (found === undefined) throw notFound();
  return found;
}

function update(call: Call, run: CheckRun, wanted: z.infer<typeof change>): void {
  const { name, external_id, details_url, status, conclusion, started_at, completed_at, output: said } = wanted;
  if (status === "completed" && conclusion === undefined)
    throw new GitHubError(422, "Invalid request.\n\nMissing required key: conclusion");
  if (name !== undefined) run.name = name;
  if (external_id !== undefined) run.externalId = external_id;
  if (details_url !== undefined) run.detailsUrl = details_url;
  if (started_at !== undefined) run.startedAt = started_at;
  if (status !== undefined) run.status = status;
  if (run.status !== "completed") run.conclusion = null;
  if (conclusion !== undefined) {
    run.status = "completed";
    run.conclusion = conclusion;
    run.completedAt = completed_at ?? call.state.now();
  }
  if (said !== undefined) {
    run.title = said.title;
    run.summary = said.summary;
    run.text = said.text ?? null;
    // Annotations are added to those that are there: fifty at a time is all that a request may bring.
    run.annotations.push(...said.annotations);
  }
}
