import * as z from "zod";
import { bodyOf, type Call, created, issueOf, noContent, numberOf, ok, type Route, read, write } from "../call.ts";
import { forbidden, invalid, notFound } from "../github-error.ts";
import { presentComment, presentReaction } from "../present/issue.ts";
import type { Comment, Reaction } from "../state/records.ts";
import { roleOf } from "../state/repository.ts";

/** The most characters that a comment, or an issue's text, may have. */
export const longestBody = 65_536;

/** Comments on issues and pull requests, and the reactions to both. */
export const commentRoutes: readonly Route[] = [
  {
    method: "GET",
    pattern: "/repos/:owner/:repo/issues/:number/comments",
    needs: read("issues", "pull-requests"),
    answer: (call) => {
      const issue = issueOf(call);
      const since = call.query.get("since");
      const found = call.state.comments.filter(
        (each) => each.issue === issue && (since === null || each.updatedAt >= since),
      );
      return { list: found.map((each) => presentComment(each, call.urls)) };
    },
  },
  {
    method: "POST",
    pattern: "/repos/:owner/:repo/issues/:number/comments",
    needs: write("issues", "pull-requests"),
    answer: (call) => {
      const issue = issueOf(call);
      const body = text(call);
      const comment = call.state.addComment({ issue, body, user: call.token.account, app: call.token.app });
      return created(presentComment(comment, call.urls));
    },
  },
  {
    method: "GET",
    pattern: "/repos/:owner/:repo/issues/comments/:id",
    needs: read("issues", "pull-requests"),
    answer: (call) => ok(presentComment(commentOf(call), call.urls)),
  },
  {
    method: "PATCH",
    pattern: "/repos/:owner/:repo/issues/comments/:id",
    needs: write("issues", "pull-requests"),
    answer: (call) => {
      const comment = commentOf(call);
      mayChange(call, comment);
      comment.body = text(call);
      comment.updatedAt = call.state.now();
      return ok(presentComment(comment, call.urls));
    },
  },
  {
    method: "DELETE",
    pattern: "/repos/:owner/:repo/issues/comments/:id",
    needs: write("issues", "pull-requests"),
    answer: (call) => {
      const comment = commentOf(call);
      mayChange(call, comment);
      call.state.comments.splice(call.state.comments.indexOf(comment), 1);
      return noContent();
    },
  },
  {
    method: "POST",
    pattern: "/repos/:owner/:repo/issues/comments/:id/reactions",
    needs: write("issues", "pull-requests"),
    answer: (call) => react(call, `comment/${commentOf(call).id}`),
  },
  {
    method: "POST",
    pattern: "/repos/:owner/:repo/issues/:number/reactions",
    needs: write("issues", "pull-requests"),
    answer: (call) => react(call, `issue/${issueOf(call).number}`),
  },
];

/** Checks a text's length as GitHub does. */
export function checkLength(body: string, resource: string): void {
  if (body.length > longestBody)
    throw invalid(resource, "body", `body is too long (maximum is ${longestBody} characters)`);
}

function text(call: Call): string {
  const { body } = bodyOf(call, z.object({ body: z.string() }));
  if (body.trim() === "") throw invalid("IssueComment", "body", "body can't be blank");
  checkLength(body, "IssueComment");
  return body;
}

function commentOf(call: Call): Comment {
  const id = numberOf(call, "id");
  const found = call.state.comments.find((each) => each.id === id && each.issue.repository === call.repository);
  if (found === undefined) throw notFound();
  return found;
}

/** An app may change whatever its permission allows; a person only their own, or anybody's with write access. */
function mayChange(call: Call, comment: Comment): void {
  const { account, app } = call.token;
  const own = comment.user.login === account.login;
  const writer = ["admin", "maintain", "write"].includes(roleOf(call.repository, account.login));
  if (app === undefined && !own && !writer) throw forbidden();
}

function react(call: Call, subject: string) {
  const contents = ["+1", "-1", "laugh", "confused", "heart", "hooray", "rocket", "eyes"] as const;
  const { content } = bodyOf(call, z.object({ content: z.enum(contents) }));
  const user = call.token.account;
  const there = call.state.reactions.find(
    (each) => each.subject === subject && each.user === user && each.content === content,
  );
  if (there !== undefined) return ok(presentReaction(there, call.urls));
  const reaction: Reaction = { id: call.state.nextId(), subject, user, content, createdAt: call.state.now() };
  call.state.reactions.push(reaction);
  return created(presentReaction(reaction, call.urls));
}
