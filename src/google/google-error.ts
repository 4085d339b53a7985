const identify =
  "Run `gcloud auth application-default login`, set GOOGLE_APPLICATION_CREDENTIALS, or set GOOGLE_OAUTH_ACCESS_TOKEN";

/** A call to a Google API that was answered with an error. */
export class GoogleError extends Error {
  readonly code = "google-api";
  /** HTTP status. */
  readonly status: number;
  readonly remedy: string;

  constructor(status: number, method: string, url: string, message: string) {
    super(`${method} ${new URL(url).pathname}: ${status} ${message}`);
    this.name = "GoogleError";
    this.status = status;
    this.remedy = remedyFor(status);
  }
}

function remedyFor(status: number): string {
  switch (status) {
    case 401:
      return `The credentials are not valid, or not any more. ${identify}`;
    case 403:
      return "The credentials are valid, but lack this permission: grant it in the project's IAM, or use others";
    case 404:
      return "Check the names of project and bucket in the cluster file, and that both exist";
    default:
      return "Run the same command again; if it stays so, see https://status.cloud.google.com";
  }
}

/** A Google API that gave no answer at all. */
export class UnreachableError extends Error {
  readonly code = "google-unreachable";
  readonly remedy = "Check the network, proxies and the endpoints in the environment, then run the same command again";

  constructor(method: string, url: string, reason: string) {
    super(`${method} ${url} got no answer: ${reason}`);
    this.name = "UnreachableError";
  }
}

/** Nobody to be: no access token could be had. */
export class CredentialsError extends Error {
  readonly code = "credentials";
  readonly remedy = identify;

  constructor(reason: string) {
    super(`No Google credentials: ${reason}`);
    this.name = "CredentialsError";
  }
}
