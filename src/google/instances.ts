import type { GoogleClient } from "./client.ts";
import type { Endpoints } from "./endpoints.ts";

export interface InstanceId {
  readonly project: string;
  readonly zone: string;
  readonly name: string;
}

/** What instances say of themselves. */
export class Instances {
  readonly #client: GoogleClient;
  readonly #endpoints: Endpoints;

  constructor(client: GoogleClient, endpoints: Endpoints) {
    this.#client = client;
    this.#endpoints = endpoints;
  }

  /** The value of a guest attribute, such as `quorate/status`; undefined when nothing was written or nobody is there. */
  async guestAttribute(instance: InstanceId, path: string): Promise<string | undefined> {
    const url = `${this.#url(instance)}/getGuestAttributes?queryPath=${encodeURIComponent(path)}`;
    const answer = await this.#client.send(url, { absent: [404] });
    const item = answer && JSON.parse(answer.text).queryValue?.items?.[0];
    return typeof item?.value === "string" ? item.value : undefined;
  }

  /** The last lines that the instance wrote to its serial console, as they are: any process on it may write there. */
  async serialConsole(instance: InstanceId, lines: number): Promise<string[]> {
    const answer = await this.#client.send(`${this.#url(instance)}/serialPort?port=1`, { absent: [400, 404] });
    const text = answer === undefined ? "" : String(JSON.parse(answer.text).contents ?? "");
    return text
      .trimEnd()
      .split(/\r\n|\r|\n/)
      .slice(-lines);
  }

  #url({ project, zone, name }: InstanceId): string {
    return `${this.#endpoints.compute}projects/${project}/zones/${zone}/instances/${name}`;
  }
}
