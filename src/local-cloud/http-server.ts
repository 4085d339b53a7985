import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { CloudError } from "./cloud-error.ts";
import type { Reply, Request } from "./request.ts";

const keepAliveMs = 610_000;
const largestBody = 64 * 1024 * 1024;

/**
 * An HTTP server on a port of 127.0.0.1, or on a socket of the file system, that answers with what `answer` gives or
 * throws. It listens when this resolves.
 */
export async function listen(at: number | string, answer: (request: Request) => Promise<Reply>): Promise<Server> {
  const server = createServer((incoming, response) => {
    void respond(incoming, response, answer);
  });
  // As Google's front end does: a client that reuses a connection must not find it closed at that very moment.
  server.keepAliveTimeout = keepAliveMs;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    if (typeof at === "string") server.listen(at, resolve);
    else server.listen(at, "127.0.0.1", resolve);
  });
  return server;
}

async function respond(
  incoming: IncomingMessage,
  response: ServerResponse,
  answer: (request: Request) => Promise<Reply>,
): Promise<void> {
  try {
    send(incoming, response, await answer(await read(incoming)));
  } catch (error) {
    const refusal =
      error instanceof CloudError
        ? error
        : new CloudError(
            500,
            "backendError",
            `The local cloud failed: ${String(error instanceof Error ? error.stack : error)}`,
          );
    if (!response.headersSent) send(incoming, response, { status: refusal.code, body: refusal.body() });
  }
}

async function read(incoming: IncomingMessage): Promise<Request> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largestBody) throw new CloudError(413, "uploadTooLarge", "The request is too large.");
    chunks.push(chunk);
  }
  const url = new URL(`http://local${incoming.url ?? "/"}`);
  const headers = Object.entries(incoming.headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join() : value,
  ]);
  return {
    method: incoming.method ?? "GET",
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: Object.fromEntries(headers) as Request["headers"],
    content: Buffer.concat(chunks),
  };
}

function send(incoming: IncomingMessage, response: ServerResponse, { status, body, headers, lost }: Reply): void {
  if (lost !== undefined) {
    lose(incoming.socket, lost.closeAfterMs);
    return;
  }
  const bytes = body === undefined || Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
  const type = Buffer.isBuffer(body) ? "application/octet-stream" : "application/json; charset=UTF-8";
  response.writeHead(status, {
    ...(bytes === undefined ? {} : { "content-type": type, "content-length": String(bytes.length) }),
    ...headers,
  });
  response.end(incoming.method === "HEAD" ? undefined : bytes);
}

function lose(socket: Socket, closeAfterMs: number | null): void {
  if (closeAfterMs === null) socket.resetAndDestroy();
  else {
    const closing = setTimeout(() => socket.destroy(), closeAfterMs);
    socket.once("close", () => clearTimeout(closing));
  }
}
