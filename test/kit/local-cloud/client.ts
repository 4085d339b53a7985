import { afterEach, beforeEach } from "@jest/globals";
import { type LocalCloud, type LocalCloudOptions, startLocalCloud } from "../../../src/local-cloud/local-cloud.ts";

/** What a call was answered: status, Google's reason for a refusal, the JSON body. */
export interface Answer {
  readonly status: number;
  readonly reason: string | undefined;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of many shapes
  readonly body: any;
}

export const region = "/compute/v1/projects/acme/regions/europe-west1";
export const zoneB = "/compute/v1/projects/acme/zones/europe-west1-b";
export const zoneC = "/compute/v1/projects/acme/zones/europe-west1-c";

/** A client of a local cloud, as Terraform's provider is one. */
export class Client {
  readonly cloud: LocalCloud;

  constructor(cloud: LocalCloud) {
    this.cloud = cloud;
  }

  async call(method: string, path: string, body?: unknown, token = "local"): Promise<Answer> {
    const response = await fetch(`${this.cloud.url}${path}`, {
      method,
      headers: token === "" ? {} : { authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const parsed = /json/.test(response.headers.get("content-type") ?? "") ? JSON.parse(text) : text;
    return { status: response.status, reason: parsed?.error?.errors?.[0]?.reason, body: parsed };
  }

  get(path: string): Promise<Answer> {
    return this.call("GET", path);
  }

  post(path: string, body: unknown = {}): Promise<Answer> {
    return this.call("POST", path, body);
  }

  delete(path: string): Promise<Answer> {
    return this.call("DELETE", path);
  }

  /** POST that must be accepted; the error says why it was not. */
  async create(path: string, body: unknown): Promise<Answer> {
    const answer = await this.post(path, body);
    if (answer.status !== 200) throw new Error(`POST ${path}: ${JSON.stringify(answer.body)}`);
    return answer;
  }

  /** Reserves a regional address, and answers its IP. */
  async address(name: string, body: Readonly<Record<string, unknown>> = {}): Promise<string> {
    await this.create(`${region}/addresses`, { name, ...body });
    return (await this.get(`${region}/addresses/${name}`)).body.address;
  }

  /** A group in a zone, a health check and a backend service over the group. */
  async balancer(group: string, service = "api", zone = zoneB): Promise<void> {
    await this.create(`${zone}/instanceGroups`, { name: group });
    await this.create(`${region}/healthChecks`, { name: service, type: "HTTPS" });
    await this.create(`${region}/backendServices`, {
      name: service,
      healthChecks: [`projects/acme/regions/europe-west1/healthChecks/${service}`],
      backends: [{ group: `${zone.slice("/compute/v1/".length)}/instanceGroups/${group}` }],
    });
  }
}

/** An instance as the provider asks for one; `network` adds to its interface. */
export function instanceBody(name: string, more: Readonly<Record<string, unknown>> = {}, network = {}): unknown {
  return {
    name,
    machineType: "projects/acme/zones/europe-west1-b/machineTypes/e2-standard-4",
    disks: [
      {
        boot: true,
        autoDelete: true,
        initializeParams: { sourceImage: "projects/debian-cloud/global/images/family/debian-12" },
      },
    ],
    networkInterfaces: [{ network: "global/networks/default", ...network }],
    ...more,
  };
}

/** A client of a new local cloud for each test of a file. */
export function eachTest(options: () => LocalCloudOptions = () => ({})): { readonly client: Client } {
  const holder: { client: Client } = { client: undefined as unknown as Client };
  beforeEach(async () => {
    holder.client = new Client(await startLocalCloud(options()));
  });
  afterEach(() => holder.client.cloud.stop());
  return holder;
}
