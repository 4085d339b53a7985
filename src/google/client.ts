import { CredentialsError, GoogleError, UnreachableError } from "./google-error.ts";

/** A call's answer that is not an error. */
export interface Answer {
  readonly text: string;
  /** The generation of the object that was read or written, where it is one. */
  readonly generation: string | null;
}

export interface Call {
  readonly method?: string;
  readonly body?: string;
  readonly contentType?: string;
  /** Statuses that are answered with undefined instead of an error. */
  readonly absent?: readonly number[];
}

/** Sends authorized requests to Google's APIs. */
export interface GoogleClient {
  /**
   * Throws a GoogleError for an answer of 400 and above that `absent` does not name, an UnreachableError for no answer,
   * a CredentialsError where there is nobody to be.
   */
  send(url: string, call?: Call): Promise<Answer | undefined>;
}

const timeoutMs = 30_000;
const attempts = 4;

/**
 * A client with the access token of the environment (GOOGLE_OAUTH_ACCESS_TOKEN), else with application default
 * credentials. Reads and deletions are tried again, with growing pauses, when the API is overloaded or unreachable.
 */
export function googleClient(env: Readonly<Record<string, string | undefined>>): GoogleClient {
  const token = tokenSource(env["GOOGLE_OAUTH_ACCESS_TOKEN"]);
  return {
    async send(url, call = {}) {
      const { method = "GET", body, contentType = "application/json", absent = [] } = call;
      const headers = { authorization: `Bearer ${await token()}`, ...(body ? { "content-type": contentType } : {}) };
      const request = () =>
        fetch(url, {
          method,
          headers,
          ...(body === undefined ? {} : { body }),
          signal: AbortSignal.timeout(timeoutMs),
        });
      const response = await (method === "GET" || method === "DELETE" ? patiently(request) : request()).catch(
        (error: unknown) => {
          throw new UnreachableError(method, url, reasonOf(error));
        },
      );
      const text = await response.text();
      if (absent.includes(response.status)) return undefined;
      if (!response.ok) throw new GoogleError(response.status, method, url, errorMessage(text));
      return { text, generation: response.headers.get("x-goog-generation") };
    },
  };
}

/** `fetch` says only that it failed; why is in the cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}

async function patiently(request: () => Promise<Response>): Promise<Response> {
  for (let attempt = 1; ; attempt++) {
    try {
      const response = await request();
      if (attempt === attempts || (response.status !== 429 && response.status < 500)) return response;
      await response.body?.cancel();
    } catch (error) {
      if (attempt === attempts) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 250 * 2 ** attempt));
  }
}

function tokenSource(fromEnvironment: string | undefined): () => Promise<string> {
  if (fromEnvironment) return async () => fromEnvironment;
  let auth: { getAccessToken(): Promise<string | null | undefined> } | undefined;
  return async () => {
    // Loaded on first use: most commands need no credentials, and this is the slowest import of all.
    const { GoogleAuth } = await import("./google-auth.ts");
    auth ??= new GoogleAuth({ scopes: "https://www.googleapis.com/auth/cloud-platform" });
    try {
      const token = await auth.getAccessToken();
      if (token) return token;
    } catch (error) {
      throw new CredentialsError(error instanceof Error ? error.message : String(error));
    }
    throw new CredentialsError("the credentials gave no access token");
  };
}

function errorMessage(text: string): string {
  try {
    return String(JSON.parse(text).error.message);
  } catch {
    return text.slice(0, 200);
  }
}
