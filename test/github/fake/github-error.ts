/** An answer that is no success, in the form that GitHub gives its errors. */
export class GitHubError extends Error {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, message: string, more: object = {}, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.name = "GitHubError";
    this.status = status;
    this.body = { message, ...more, documentation_url: "https://docs.github.com/rest", status: String(status) };
    this.headers = headers;
  }
}

export function notFound(): GitHubError {
  return new GitHubError(404, "Not Found");
}

/** What a token without the permission gets. */
export function forbidden(): GitHubError {
  return new GitHubError(403, "Resource not accessible by integration");
}

/** What a request gets that has the right form and cannot be done. */
export function invalid(resource: string, field: string, message: string): GitHubError {
  return new GitHubError(422, "Validation Failed", { errors: [{ resource, field, code: "custom", message }] });
}
