import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";

/** A call on its way to the cloud. */
export interface PassingCall {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly body: string;
}

/** A call that is held: `before` the cloud has seen it, or `after` it was carried out and before it is answered. */
export interface Held {
  /** The call that is held; undefined until one has come. */
  readonly call: PassingCall | undefined;
  /** Lets the call, or its answer, through. */
  letGo(): void;
  /** Cuts the connection: what was held never arrives. A call that has not come by then will not be held. */
  cut(): void;
}

interface Trap extends Held {
  call: PassingCall | undefined;
  readonly when: "before" | "after";
  matches(call: PassingCall): boolean;
  /** Whether to go on. */
  readonly outcome: Promise<boolean>;
}

/**
 * Stands between its users and a cloud, and can hold a chosen call, so that a run is interrupted at exactly that point
 * and not some milliseconds later. Everything else passes unchanged.
 */
export class Barrier {
  readonly url: string;
  /** Those that have come, reads and all. */
  readonly calls: Pick<PassingCall, "method" | "path">[] = [];
  readonly #server: Server;
  readonly #target: string;
  #traps: Trap[] = [];

  private constructor(server: Server, target: string) {
    const address = server.address();
    this.url = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
    this.#server = server;
    this.#target = target;
  }

  /** Listens on a free port for calls to the server at `target`. */
  static async before(target: string): Promise<Barrier> {
    const server = createServer();
    // A client that reuses a connection must not find it closed at that very moment.
    server.keepAliveTimeout = 610_000;
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const barrier = new Barrier(server, target);
    server.on("request", (incoming, response) => void barrier.#pass(incoming, response));
    return barrier;
  }

  /** Holds the next call that matches. */
  hold(when: "before" | "after", matches: (call: PassingCall) => boolean): Held {
    const outcome = Promise.withResolvers<boolean>();
    const trap: Trap = {
      when,
      matches,
      call: undefined,
      outcome: outcome.promise,
      letGo: () => outcome.resolve(true),
      cut: () => {
        outcome.resolve(false);
        this.#traps = this.#traps.filter((each) => each !== trap);
      },
    };
    this.#traps.push(trap);
    return trap;
  }

  async close(): Promise<void> {
    for (const trap of this.#traps) trap.cut();
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }

  async #pass(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const { method = "GET", url: path = "/" } = incoming;
      this.calls.push({ method, path });
      const chunks: Buffer[] = [];
      for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
      const content = Buffer.concat(chunks);
      const call = { method, path, body: content.toString() };
      const trap = this.#traps.find((each) => each.matches(call));
      this.#traps = this.#traps.filter((each) => each !== trap);
      const holdIf = async (when: Trap["when"]): Promise<boolean> => {
        if (trap?.when !== when) return true;
        trap.call = call;
        return trap.outcome;
      };
      if (!(await holdIf("before"))) return void response.destroy();
      const answer = await this.#forward(method, path, incoming, content);
      const answered = Buffer.from(await answer.arrayBuffer());
      if (!(await holdIf("after"))) return void response.destroy();
      const headers = [...answer.headers].filter(([name]) => !/^(connection|keep-alive|transfer-encoding)$/.test(name));
      response.writeHead(answer.status, Object.fromEntries(headers)).end(method === "HEAD" ? undefined : answered);
    } catch {
      // One of the two ends has gone away.
      response.destroy();
    }
  }

  #forward(method: string, path: string, { headers }: IncomingMessage, content: Buffer): Promise<Response> {
    const kept = Object.entries(headers).filter(
      ([name]) => !/^(host|connection|content-length|transfer-encoding|expect|accept-encoding)$/.test(name),
    );
    return fetch(`${this.#target}${path}`, {
      method,
      headers: Object.fromEntries(kept.map(([name, value]) => [name, String(value)])),
      redirect: "manual",
      ...(content.length > 0 ? { body: content } : {}),
    });
  }
}
