import type * as z from "zod";
import { GitHubError, notFound } from "./github-error.ts";
import type { Urls } from "./present/urls.ts";
import type { GitHubState } from "./state/github-state.ts";
import type { Issue, Pull } from "./state/records.ts";
import type { Repository } from "./state/repository.ts";
import type { Need, Token } from "./state/token.ts";

/** What a route gets to answer one request. */
export interface Call {
  readonly state: GitHubState;
  readonly urls: Urls;
  readonly token: Token;
  /** The repository that the path names. */
  readonly repository: Repository;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: unknown;
  /** The media type that is asked for. */
  readonly accept: string;
}

/** What a route answers; a list is cut into pages for it. */
export type Answer =
  | { readonly status: number; readonly body: unknown; readonly headers?: Readonly<Record<string, string>> }
  | { readonly list: readonly unknown[]; readonly wrap?: (page: readonly unknown[], total: number) => unknown };

/** One kind of request and its answer. */
export interface Route {
  readonly method: string;
  /** `:name` stands for one segment of the path, `*name` at the end for the rest. */
  readonly pattern: string;
  /** One of these permissions is needed. */
  readonly needs: readonly Need[];
  readonly answer: (call: Call) => Answer | Promise<Answer>;
}

export const read = (...scopes: Need["scope"][]): Need[] => scopes.map((scope) => ({ scope, access: "read" }));
export const write = (...scopes: Need["scope"][]): Need[] => scopes.map((scope) => ({ scope, access: "write" }));

export const ok = (body: unknown): Answer => ({ status: 200, body });
export const created = (body: unknown): Answer => ({ status: 201, body });
export const noContent = (): Answer => ({ status: 204, body: undefined });

/** The request's body in the shape that the route reads. Throws GitHub's 422 where it has another. */
export function bodyOf<T>(call: Pick<Call, "body">, shape: z.ZodType<T>): T {
  const parsed = shape.safeParse(call.body);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map(({ path, message }) => ({ field: path.join("."), code: "invalid", message }));
  throw new GitHubError(422, "Invalid request.", { errors });
}

/** A number in the path. */
export function numberOf(call: Call, name: string): number {
  const value = Number(call.params[name]);
  if (!Number.isInteger(value)) throw notFound();
  return value;
}

/** The issue or pull request that the path names. */
export function issueOf(call: Call): Issue {
  const found = call.state.issue(call.repository, numberOf(call, "number"));
  if (found === undefined) throw notFound();
  return found;
}

/** The pull request that the path names. */
export function pullOf(call: Call): { issue: Issue; pull: Pull } {
  const issue = issueOf(call);
  if (issue.pull === undefined) throw notFound();
  return { issue, pull: issue.pull };
}
