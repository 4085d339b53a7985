import type { components } from "@octokit/openapi-types";
import type { Annotation, CheckRun } from "../state/records.ts";
import { presentApp } from "./people.ts";
import { nodeId, type Urls } from "./urls.ts";

type Schemas = components["schemas"];

/** A check run as the API shows it. */
export function presentCheckRun(run: CheckRun, urls: Urls): Schemas["check-run"] {
  const url = `${urls.api}/repos/${run.repository.fullName}/check-runs/${run.id}`;
  return {
    id: run.id,
    node_id: nodeId("CR", run.id),
    head_sha: run.headSha,
    external_id: run.externalId,
    url,
    html_url: `${urls.server}/${run.repository.fullName}/runs/${run.id}`,
    details_url: run.detailsUrl ?? `${urls.server}/${run.repository.fullName}/runs/${run.id}`,
    status: run.status,
    conclusion: run.conclusion,
    started_at: run.startedAt,
    completed_at: run.completedAt,
    output: {
      title: run.title,
      summary: run.summary,
      text: run.text,
      annotations_count: run.annotations.length,
      annotations_url: `${url}/annotations`,
    },
    name: run.name,
    check_suite: { id: 1 },
    app: presentApp(run.app, urls),
    pull_requests: [],
  };
}

export function presentAnnotation(annotation: Annotation, run: CheckRun, urls: Urls): Schemas["check-annotation"] {
  return {
    path: annotation.path,
    start_line: annotation.start_line,
    end_line: annotation.end_line,
    start_column: annotation.start_column ?? null,
    end_column: annotation.end_column ?? null,
    annotation_level: annotation.annotation_level,
    title: annotation.title ?? null,
    message: annotation.message,
    raw_details: annotation.raw_details ?? null,
    blob_href: `${urls.server}/${run.repository.fullName}/blob/${run.headSha}/${annotation.path}`,
  };
}
