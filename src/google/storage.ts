import type { GoogleClient } from "./client.ts";
import type { Endpoints } from "./endpoints.ts";
import { GoogleError, UnreachableError } from "./google-error.ts";

/** An object's text with the generation that it was read at. */
export interface StoredObject {
  readonly text: string;
  readonly generation: string;
}

/** Objects of one bucket in Cloud Storage. */
export class Bucket {
  readonly #client: GoogleClient;
  readonly #endpoints: Endpoints;
  readonly #bucket: string;

  constructor(client: GoogleClient, endpoints: Endpoints, bucket: string) {
    this.#client = client;
    this.#endpoints = endpoints;
    this.#bucket = encodeURIComponent(bucket);
  }

  /** undefined when there is no such object. */
  async read(name: string): Promise<StoredObject | undefined> {
    const answer = await this.#client.send(`${this.#objectUrl(name)}?alt=media`, { absent: [404] });
    if (answer === undefined) return undefined;
    return { text: answer.text, generation: answer.generation ?? (await this.#generation(name)) };
  }

  /**
   * Writes an object if its generation is still the given one (`0`: if there is none yet). Answers with the new
   * generation, or undefined when the object has changed.
   */
  async write(name: string, text: string, ifGeneration: string): Promise<string | undefined> {
    try {
      return await this.#write(name, text, ifGeneration);
    } catch (error) {
      if (!(error instanceof UnreachableError || (error instanceof GoogleError && passes(error.status)))) throw error;
      // It may have been written all the same: then a second attempt would find somebody's object, its own.
      const stored = await this.read(name);
      return stored?.text === text ? stored.generation : this.#write(name, text, ifGeneration);
    }
  }

  async #write(name: string, text: string, ifGeneration: string): Promise<string | undefined> {
    const query = new URLSearchParams({ uploadType: "media", name, ifGenerationMatch: ifGeneration });
    const url = `${this.#endpoints.storageRoot}upload/storage/v1/b/${this.#bucket}/o?${query}`;
    const answer = await this.#client.send(url, { method: "POST", body: text, absent: [412] });
    return answer === undefined ? undefined : String(JSON.parse(answer.text).generation);
  }

  /** Deletes an object of exactly this generation; one that has changed or is gone is left alone. */
  async remove(name: string, generation: string): Promise<void> {
    const url = `${this.#objectUrl(name)}?ifGenerationMatch=${generation}`;
    await this.#client.send(url, { method: "DELETE", absent: [404, 412] });
  }

  async #generation(name: string): Promise<string> {
    const answer = await this.#client.send(this.#objectUrl(name));
    if (answer === undefined) throw new GoogleError(404, "GET", this.#objectUrl(name), "the object is gone");
    return String(JSON.parse(answer.text).generation);
  }

  #objectUrl(name: string): string {
    return `${this.#endpoints.storage}b/${this.#bucket}/o/${encodeURIComponent(name)}`;
  }
}

/** Whether a failure may be over when it is tried again. */
function passes(status: number): boolean {
  return status === 429 || status >= 500;
}
