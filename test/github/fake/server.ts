import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Answer, Call, Route } from "./call.ts";
import { type Fault, Faults, faultAnswer } from "./faults.ts";
import { forbidden, GitHubError, notFound } from "./github-error.ts";
import { execute } from "./graphql/execute.ts";
import { pageOf } from "./pages.ts";
import type { Urls } from "./present/urls.ts";
import { RequestLog } from "./request-log.ts";
import { match } from "./router.ts";
import { checkRoutes } from "./routes/checks.ts";
import { commentRoutes } from "./routes/comments.ts";
import { commitRoutes } from "./routes/commits.ts";
import { deploymentRoutes } from "./routes/deployments.ts";
import { gitRoutes } from "./routes/git.ts";
import { issueRoutes } from "./routes/issues.ts";
import { pullRoutes } from "./routes/pulls.ts";
import { repositoryRoutes } from "./routes/repository.ts";
import { runRoutes } from "./routes/runs.ts";
import type { GitHubState } from "./state/github-state.ts";
import { allows, type Token } from "./state/token.ts";

const routes: readonly Route[] = [
  ...repositoryRoutes,
  ...commentRoutes,
  ...issueRoutes,
  ...pullRoutes,
  ...checkRoutes,
  ...commitRoutes,
  ...gitRoutes,
  ...deploymentRoutes,
  ...runRoutes,
];

/** How many requests a token may make in an hour. */
const hourly = 1000;

/** GitHub's API over HTTP on this machine: REST and GraphQL, with the state of one GitHub behind it. */
export class GitHubServer {
  readonly state: GitHubState;
  readonly log = new RequestLog();
  readonly faults = new Faults();
  readonly #meanwhile: { readonly on: string; readonly happens: () => Promise<void> }[] = [];
  /** Below this path, as on GitHub Enterprise Server; empty on github.com. */
  readonly #prefix: string;
  readonly #server: Server;
  readonly #page: string;

  private constructor(state: GitHubState, enterprise: boolean) {
    this.state = state;
    this.#prefix = enterprise ? "/api/v3" : "";
    this.#page = enterprise ? "https://github.acme.example" : "https://github.com";
    this.#server = createServer((request, response) => {
      this.#serve(request, response).catch((error: unknown) => {
        response.destroy(error instanceof Error ? error : new Error(String(error)));
      });
    });
  }

  /** Starts on a free port. `enterprise` gives it the addresses of GitHub Enterprise Server. */
  static async start(state: GitHubState, options: { enterprise?: boolean } = {}): Promise<GitHubServer> {
    const server = new GitHubServer(state, options.enterprise ?? false);
    server.#server.listen(0, "127.0.0.1");
    await once(server.#server, "listening");
    return server;
  }

  /** Lets something happen just before the next request (`POST /path`) is answered: a push, an edit. */
  before(on: string, happens: () => Promise<void>): void {
    this.#meanwhile.push({ on, happens });
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }

  /** What GITHUB_API_URL and GITHUB_SERVER_URL say. */
  get urls(): Urls {
    return { api: `${this.#origin}${this.#prefix}`, server: this.#page };
  }

  /** What GITHUB_GRAPHQL_URL says. */
  get graphql(): string {
    return `${this.#origin}${this.#prefix === "" ? "" : "/api"}/graphql`;
  }

  get #origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", this.#origin);
    const { method = "GET" } = request;
    const body = await bodyOf(request);
    const isQuery = `${this.#origin}${url.pathname}` === this.graphql;
    const path = isQuery ? "/graphql" : url.pathname.slice(this.#prefix.length);
    const found = isQuery || !url.pathname.startsWith(this.#prefix) ? undefined : match(routes, method, path);
    const token = request.headers.authorization?.replace(/^(token|bearer) /i, "");
    const route = isQuery ? "/graphql" : found?.route.pattern;
    const entry = { method, path, query: url.search, route, body, token, status: undefined as number | undefined };
    this.log.entries.push(entry);
    const wanted = `${method} ${path}`;
    const at = this.#meanwhile.findIndex(({ on }) => wanted.startsWith(on));
    if (at >= 0) await this.#meanwhile.splice(at, 1)[0]?.happens();
    const fault = this.faults.meet(wanted);
    let sent: { status: number; headers: Record<string, string>; body: unknown };
    try {
      if (fault !== undefined && fault.when !== "after") throw new Planned(fault);
      const credential = this.#credential(token);
      if (isQuery) sent = { status: 200, headers: {}, body: await execute(this.#querying(credential, body)) };
      else if (found === undefined) throw notFound();
      else {
        const call = this.#call(credential, found.params, url, body, request.headers.accept ?? "");
        if (!allows(credential, found.route.needs)) throw forbidden();
        if (method !== "GET" && call.repository.fullName !== credential.repository) throw forbidden();
        sent = written(await found.route.answer(call), url);
      }
      if (fault !== undefined) throw new Planned(fault);
    } catch (error) {
      const shown = error instanceof Planned ? faultAnswer(error.fault) : error;
      if (shown === undefined) {
        request.socket.destroy();
        return;
      }
      if (!(shown instanceof GitHubError)) process.stderr.write(`the fake GitHub failed: ${String(shown)}\n`);
      const known = shown instanceof GitHubError ? shown : new GitHubError(500, `the fake GitHub failed: ${shown}`);
      sent = { status: known.status, headers: known.headers, body: known.body };
    }
    entry.status = sent.status;
    const limits = {
      "x-ratelimit-limit": String(hourly),
      "x-ratelimit-remaining": String(Math.max(0, hourly - this.log.entries.length)),
      "x-ratelimit-reset": "4102444800",
      "x-ratelimit-resource": isQuery ? "graphql" : "core",
      "x-github-request-id": randomUUID(),
    };
    const binary = Buffer.isBuffer(sent.body);
    const type = binary ? "application/vnd.github.raw; charset=utf-8" : "application/json; charset=utf-8";
    response.writeHead(sent.status, { ...limits, "content-type": type, ...sent.headers });
    response.end(sent.body === undefined ? undefined : binary ? sent.body : JSON.stringify(sent.body));
  }

  #credential(value: string | undefined): Token {
    const found = this.state.tokens.get(value ?? "");
    if (found === undefined) throw new GitHubError(401, "Bad credentials");
    return found;
  }

  #call(token: Token, params: Readonly<Record<string, string>>, url: URL, body: unknown, accept: string): Call {
    const { owner, repo } = params;
    const named = owner === undefined || repo === undefined ? token.repository : `${owner}/${repo}`;
    const repository = this.state.repository(named);
    if (repository === undefined) throw notFound();
    const { state, urls } = this;
    return { state, urls, token, repository, params, query: url.searchParams, body, accept };
  }

  #querying(token: Token, body: unknown) {
    const repository = this.state.repository(token.repository);
    if (repository === undefined) throw notFound();
    return { state: this.state, urls: this.urls, token, repository, body };
  }
}

/** A failure that a test has planned. */
class Planned extends Error {
  readonly fault: Fault;

  constructor(fault: Fault) {
    super("planned");
    this.fault = fault;
  }
}

function written(answer: Answer, url: URL): { status: number; headers: Record<string, string>; body: unknown } {
  if (!("list" in answer)) return { headers: {}, ...answer, body: answer.body };
  const { items, link } = pageOf(answer.list, url);
  const body = answer.wrap === undefined ? items : answer.wrap(items, answer.list.length);
  return { status: 200, headers: link === undefined ? {} : { link }, body };
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString("utf8");
  if (text === "") return {};
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
