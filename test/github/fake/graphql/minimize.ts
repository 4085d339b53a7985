import type { Call } from "../call.ts";
import { idOfNode } from "../present/urls.ts";
import { QueryError } from "./query-error.ts";

/** The schema's MinimizeCommentInput and UnminimizeCommentInput. */
export interface MinimizeInput {
  readonly subjectId: string;
  readonly classifier?: string;
}

/** Hides a comment, or with no classifier shows it again. */
export function minimize({ state, token, urls }: Call, { subjectId, classifier }: MinimizeInput) {
  const { permissions } = token;
  if (permissions["pull-requests"] !== "write" && permissions.issues !== "write")
    throw new QueryError("FORBIDDEN", "Resource not accessible by integration");
  const id = idOfNode("IC", subjectId);
  const comment = state.comments.find((each) => each.id === id);
  if (comment === undefined)
    throw new QueryError("NOT_FOUND", `Could not resolve to a node with the global id of '${subjectId}'`);
  comment.minimized = classifier;
  const isMinimized = classifier !== undefined;
  const minimizedReason = classifier?.toLowerCase() ?? null;
  const url = `${urls.server}/${comment.issue.repository.fullName}/issues/${comment.issue.number}`;
  const about = { id: subjectId, databaseId: id, body: comment.body, url, viewerCanMinimize: true };
  return {
    clientMutationId: null,
    minimizedComment: { __typename: "IssueComment", ...about, isMinimized, minimizedReason },
  };
}
