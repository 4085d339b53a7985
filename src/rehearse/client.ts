import { setTimeout as pause } from "node:timers/promises";
import { type Answer, KubeClient } from "./kube-client.ts";
import type { Request } from "./request.ts";

/** Where the objects of clients are. */
export const clientNamespace = "quorate-rehearsal";
const configMaps = `/api/v1/namespaces/${clientNamespace}/configmaps`;

export interface ClientOptions {
  /** YAML, with an administrator's client certificate. */
  readonly kubeconfig: string;
  /** How many write; as many read. */
  readonly writers: number;
  /** Between two requests of one of them. */
  readonly pauseMs: number;
  readonly timeoutMs: number;
}

/**
 * Writes and reads all the time until the signal is aborted, and tells each request that was made. Nothing is tried
 * again: what a client sees is what is told. Returns when the last request has ended.
 */
export async function runClients(
  { kubeconfig, writers, pauseMs, timeoutMs }: ClientOptions,
  tell: (request: Request) => void,
  signal: AbortSignal,
): Promise<void> {
  const client = new KubeClient(kubeconfig, timeoutMs);
  await prepare(client, signal);
  const rest = () => pause(pauseMs, undefined, { signal }).catch(() => undefined);
  const each = Array.from({ length: writers }, (_, index) => {
    const writer = new Writer(client, `w${index}`, tell);
    return [
      until(signal, async () => {
        await writer.write();
        await rest();
      }),
      until(signal, async () => {
        await writer.read();
        await rest();
      }),
    ];
  });
  await Promise.all(each.flat());
}

/** One that writes objects and a register, and one that reads that register. */
class Writer {
  readonly #client: KubeClient;
  readonly #name: string;
  readonly #tell: (request: Request) => void;
  #count = 0;
  #registers = 0;
  /** The register that is written now, once it is there. */
  #register: string | null = null;

  constructor(client: KubeClient, name: string, tell: (request: Request) => void) {
    this.#client = client;
    this.#name = name;
    this.#tell = tell;
  }

  async write(): Promise<void> {
    this.#count++;
    const value = this.#count;
    const name = `${this.#name}-${value}`;
    await this.#ask({ kind: "create", key: name, value }, "POST", configMaps, configMap(name, value));
    // What a write without an answer will do, and when, nobody knows: a register that had one is written no more.
    if (this.#register === null) {
      this.#registers++;
      const register = `${this.#name}-register-${this.#registers}`;
      const made = await this.#ask(
        { kind: "set", key: register, value },
        "POST",
        configMaps,
        configMap(register, value),
      );
      if (made) this.#register = register;
      return;
    }
    const path = `${configMaps}/${this.#register}`;
    const set = { kind: "set" as const, key: this.#register, value };
    if (!(await this.#ask(set, "PUT", path, configMap(this.#register, value)))) this.#register = null;
  }

  async read(): Promise<void> {
    const register = this.#register;
    if (register !== null)
      await this.#ask({ kind: "get", key: register, value: null }, "GET", `${configMaps}/${register}`);
  }

  async #ask(
    asked: Pick<Request, "kind" | "key" | "value">,
    method: string,
    path: string,
    body?: unknown,
  ): Promise<boolean> {
    const start = Date.now();
    let { value } = asked;
    let error: string | null = null;
    try {
      const answer = await this.#client.call(method, path, body);
      if (answer.status >= 300) error = reasonOf(answer);
      else if (asked.kind === "get") value = Number(Object(Object(answer.body)["data"])["value"]);
    } catch (failure) {
      error = String(Object(failure)["code"] ?? failure);
    }
    this.#tell({ ...asked, value, start, end: Date.now(), error });
    return error === null;
  }
}

async function prepare(client: KubeClient, signal: AbortSignal): Promise<void> {
  await until(signal, async () => {
    const made = await client
      .call("POST", "/api/v1/namespaces", { metadata: { name: clientNamespace } })
      .catch(() => ({ status: 0 }));
    if (made.status === 201 || made.status === 409) return true;
    await pause(500, undefined, { signal }).catch(() => undefined);
    return false;
  });
}

async function until(signal: AbortSignal, work: () => Promise<unknown>): Promise<void> {
  while (!signal.aborted) if ((await work()) === true) return;
}

function configMap(name: string, value: number): unknown {
  return { metadata: { name }, data: { value: String(value) } };
}

function reasonOf({ status, body }: Answer): string {
  return `${status} ${Object(body)["reason"] ?? ""}`.trim();
}
