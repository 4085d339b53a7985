import { request } from "node:https";
import { parse } from "yaml";
import * as z from "zod";

const kubeconfigShape = z.object({
  clusters: z.tuple([z.object({ cluster: z.object({ server: z.url(), "certificate-authority-data": z.string() }) })]),
  users: z.tuple([
    z.object({ user: z.object({ "client-certificate-data": z.string(), "client-key-data": z.string() }) }),
  ]),
});

/** An answer of the API server. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/**
 * Calls the API server that a kubeconfig names. Each call opens a connection of its own, so that each one meets the load
 * balancer.
 */
export class KubeClient {
  readonly #server: string;
  readonly #tls: { readonly ca: Buffer; readonly cert: Buffer; readonly key: Buffer };
  readonly #timeoutMs: number;

  /** Throws for a kubeconfig that does not hold one cluster and one user with a client certificate. */
  constructor(kubeconfig: string, timeoutMs: number) {
    const { clusters, users } = kubeconfigShape.parse(parse(kubeconfig));
    const [{ cluster }] = clusters;
    const [{ user }] = users;
    this.#server = cluster.server;
    this.#tls = {
      ca: Buffer.from(cluster["certificate-authority-data"], "base64"),
      cert: Buffer.from(user["client-certificate-data"], "base64"),
      key: Buffer.from(user["client-key-data"], "base64"),
    };
    this.#timeoutMs = timeoutMs;
  }

  /** Rejects when there is no answer within the time-out. */
  call(method: string, path: string, body?: unknown): Promise<Answer> {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const signal = AbortSignal.timeout(this.#timeoutMs);
    return new Promise((resolve, reject) => {
      const headers = text === undefined ? {} : { "content-type": "application/json" };
      const options = { method, headers, agent: false, signal, ...this.#tls };
      const outgoing = request(new URL(path, this.#server), options, (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
        incoming.once("error", reject);
        incoming.once("end", () => {
          try {
            resolve({ status: incoming.statusCode ?? 0, body: JSON.parse(Buffer.concat(chunks).toString()) });
          } catch (error) {
            reject(error);
          }
        });
      });
      outgoing.once("error", reject);
      outgoing.end(text);
    });
  }
}
