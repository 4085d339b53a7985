import type { ClusterSpec } from "../cluster/cluster-spec.ts";
import { statePrefix } from "../constructs/synth.ts";
import type { GoogleClient } from "../google/client.ts";
import type { Endpoints } from "../google/endpoints.ts";
import { Bucket } from "../google/storage.ts";
import type { Storage } from "../workflow/ports.ts";
import { fileStorage } from "./file-storage.ts";

const stateName = "default.tfstate";
const lockName = "quorate.lock";

/** Where the spec says that state is kept. A local path is taken from `directory`. */
export function storageOf(spec: ClusterSpec, directory: string, client: GoogleClient, endpoints: Endpoints): Storage {
  const { backend } = spec.terraform;
  if (backend.kind === "local") return fileStorage(directory, backend.path, statePrefix(spec));
  const bucket = new Bucket(client, endpoints, backend.bucket);
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
    backendConfig: {},
  };
}
