import * as z from "zod";
import type { ClusterSpec } from "../cluster/cluster-spec.ts";
import { statePrefix } from "../constructs/synth.ts";
import type { GoogleClient } from "../google/client.ts";
import type { Endpoints } from "../google/endpoints.ts";
import { Bucket } from "../google/storage.ts";
import type { Storage } from "../workflow/ports.ts";
import { fileStorage } from "./file-storage.ts";

/** What Terraform writes into its lock, as far as it is looked at. */
const lockShape = z.object({ Who: z.string(), Created: z.string() });
const stateName = "default.tfstate";
const stateLockName = "default.tflock";
const lockName = "quorate.lock";

/** Where the spec says that state is kept. A local path is taken from `directory`. */
export function storageOf(spec: ClusterSpec, directory: string, client: GoogleClient, endpoints: Endpoints): Storage {
  const { backend } = spec.terraform;
  if (backend.kind === "local") return fileStorage(directory, backend.path, statePrefix(spec));
  const bucket = new Bucket(client, endpoints, backend.bucket);
  const stateLock = `${statePrefix(spec)}/${stateLockName}`;
  const object = `${statePrefix(spec)}/${lockName}`;
  return {
    readState: async () => (await bucket.read(`${statePrefix(spec)}/${stateName}`))?.text,
    lock: {
      read: async () => {
        const stored = await bucket.read(object);
        return stored && { text: stored.text, version: stored.generation };
      },
      write: (text, ifVersion) => bucket.write(object, text, ifVersion ?? "0"),
      clear: (version) => bucket.remove(object, version),
    },
    stateLock: async () => {
      const stored = await bucket.read(stateLock);
      const { success, data } = lockShape.safeParse(parseJson(stored?.text ?? ""));
      return stored && success ? { id: stored.generation, who: data.Who, created: data.Created } : undefined;
    },
    // The ID of Terraform's lock is the generation of the object.
    releaseStateLock: (id) => bucket.remove(stateLock, id),
    backendConfig: {},
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
