/** A call to a Google API that was answered with an error. */
export class GoogleError extends Error {
  readonly code = "google-api";
  /** HTTP status. */
  readonly status: number;

  constructor(status: number, method: string, url: string, message: string) {
    super(`${method} ${new URL(url).pathname}: ${status} ${message}`);
    this.name = "GoogleError";
    this.status = status;
  }
}

/** Nobody to be: no access token could be had. */
export class CredentialsError extends Error {
  readonly code = "credentials";
  readonly remedy =
    "Run `gcloud auth application-default login`, set GOOGLE_APPLICATION_CREDENTIALS, or set GOOGLE_OAUTH_ACCESS_TOKEN";

  constructor(reason: string) {
    super(`No Google credentials: ${reason}`);
    this.name = "CredentialsError";
  }
}
