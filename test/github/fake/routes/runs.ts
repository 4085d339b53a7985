import { type Call, numberOf, type Route, read } from "../call.ts";
import { notFound } from "../github-error.ts";
import type { Job } from "../state/records.ts";

/** Workflow runs, as far as a job can look itself up. */
export const runRoutes: readonly Route[] = [
  {
    method: "GET",
    pattern: "/repos/:owner/:repo/actions/runs/:id/jobs",
    needs: read("actions"),
    answer: (call) => jobs(call),
  },
  {
    method: "GET",
    pattern: "/repos/:owner/:repo/actions/runs/:id/attempts/:attempt/jobs",
    needs: read("actions"),
    answer: (call) => jobs(call),
  },
];

function jobs(call: Call) {
  const run = numberOf(call, "id");
  const found = call.state.jobs.filter((job) => job.run === run);
  if (found.length === 0) throw notFound();
  const list = found.map((job) => shown(job, call));
  return { list, wrap: (page: readonly unknown[], total_count: number) => ({ total_count, jobs: page }) };
}

function shown({ id, run, name, sha }: Job, { urls, repository }: Call) {
  const api = `${urls.api}/repos/${repository.fullName}`;
  return {
    id,
    run_id: run,
    run_url: `${api}/actions/runs/${run}`,
    run_attempt: 1,
    head_sha: sha,
    url: `${api}/actions/jobs/${id}`,
    html_url: `${urls.server}/${repository.fullName}/actions/runs/${run}/job/${id}`,
    status: "in_progress",
    conclusion: null,
    name,
    check_run_url: `${api}/check-runs/${id}`,
  };
}
