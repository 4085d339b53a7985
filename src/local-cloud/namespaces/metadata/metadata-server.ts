import { randomBytes } from "node:crypto";
import type { Clock } from "../../clock.ts";
import { CloudError } from "../../cloud-error.ts";
import type { DriverHost, Machine } from "../../driver.ts";
import type { Reply, Request } from "../../request.ts";
import { answerMetadata, json, metadataRoot, plain } from "./metadata-answer.ts";
import { metadataTree } from "./metadata-tree.ts";

const tokenSeconds = 3599;
const guestAttributes = `${metadataRoot}instance/guest-attributes/`;

/** What one instance reaches at 169.254.169.254: its metadata server, and Secret Manager with its own rights. */
export class MetadataServer {
  readonly #host: DriverHost;
  readonly #id: string;
  readonly #token = `local-${randomBytes(16).toString("hex")}`;
  readonly #reported: () => void;
  #waiting: (() => void)[] = [];
  #closed = false;

  /** `reported` is told when the instance has written a guest attribute. */
  constructor(host: DriverHost, id: string, reported: () => void) {
    this.#host = host;
    this.#id = id;
    this.#reported = reported;
  }

  /** Answers one request. Requests that wait for a change are answered later. */
  async answer(request: Request): Promise<Reply> {
    const machine = this.#machine();
    if (machine === undefined) throw new CloudError(404, "notFound", "The instance does not exist any more.");
    if (!request.path.startsWith("/computeMetadata/")) return this.#callSecrets(machine, request);
    if (request.headers["metadata-flavor"] !== "Google")
      return plain(403, 'Missing required header "Metadata-Flavor": "Google"\n');
    if (request.headers["x-forwarded-for"] !== undefined) return plain(403, "X-Forwarded-For is not allowed\n");
    if (!request.path.startsWith(metadataRoot)) return plain(404, "Not Found\n");
    if (request.path.startsWith(guestAttributes)) return this.#guestAttribute(machine, request);
    if (request.method !== "GET" && request.method !== "HEAD") return plain(405, "Method Not Allowed\n");
    if (/\/service-accounts\/[^/]+\/token$/.test(request.path) && machine.serviceAccount !== null)
      return json({ access_token: this.#token, expires_in: tokenSeconds, token_type: "Bearer" });
    return this.#read(request);
  }

  /** Something may have changed: whoever waits looks again. */
  changed(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const look of waiting) look();
  }

  /** Answers whoever waits, and lets nobody wait any more. */
  close(): void {
    this.#closed = true;
    this.changed();
  }

  async #read(request: Request): Promise<Reply> {
    const { query } = request;
    let reply = this.#now(request);
    if (query["wait_for_change"] !== "true") return reply;
    const etag = query["last_etag"] ?? reply.headers?.["etag"];
    const seconds = Number(query["timeout_sec"] ?? 0) || 0;
    const deadline = seconds > 0 ? this.#clock.now() + seconds * 1000 : Number.POSITIVE_INFINITY;
    while (etagOf(reply) === etag && this.#clock.now() < deadline && this.#machine() !== undefined && !this.#closed) {
      await this.#change(deadline);
      reply = this.#now(request);
    }
    return reply;
  }

  #now(request: Request): Reply {
    const machine = this.#machine();
    if (machine === undefined) return plain(404, "Not Found\n");
    const forwarded = this.#host.network().balancers.filter(({ backends }) => backends.includes(machine.id));
    return answerMetadata(
      metadataTree(
        machine,
        forwarded.map(({ ip }) => ip),
      ),
      request,
    );
  }

  #guestAttribute(machine: Machine, { method, path, content }: Request): Reply {
    if (machine.metadata["enable-guest-attributes"]?.toUpperCase() !== "TRUE")
      return plain(403, "Guest attributes endpoint access is disabled.\n");
    const key = decodeURIComponent(path.slice(guestAttributes.length));
    if (method === "PUT") {
      if (!/^[^/]+\/[^/]+$/.test(key)) return plain(400, "A guest attribute is written at NAMESPACE/KEY.\n");
      this.#host.writeGuestAttribute(machine, key, content.toString());
      this.#reported();
      return plain(200, "");
    }
    const value = this.#host.guestAttributes(machine)[key];
    return method === "GET" && value !== undefined ? plain(200, value) : plain(404, "Not Found\n");
  }

  #callSecrets(machine: Machine, { method, path, query, headers, content }: Request): Reply {
    if (headers["authorization"] !== `Bearer ${this.#token}`)
      throw new CloudError(401, "unauthorized", "Request had invalid authentication credentials.", "UNAUTHENTICATED");
    return this.#host.callSecrets(machine, { method, path, query, body: parsed(content) });
  }

  #machine(): Machine | undefined {
    return this.#host.machines().find((machine) => machine.id === this.#id);
  }

  get #clock(): Clock {
    return this.#host.clock;
  }

  #change(deadline: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = Number.isFinite(deadline)
        ? this.#clock.after(Math.max(0, deadline - this.#clock.now()), resolve)
        : () => {};
      this.#waiting.push(() => {
        cancel();
        resolve();
      });
    });
  }
}

function etagOf(reply: Reply): string | undefined {
  return reply.headers?.["etag"];
}

function parsed(content: Buffer): unknown {
  try {
    return content.length === 0 ? {} : JSON.parse(content.toString());
  } catch {
    throw new CloudError(400, "parseError", "Parse Error");
  }
}
