import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import * as z from "zod";
import { metadataKey } from "../../topology/names.ts";
import type { Machine } from "../driver.ts";
import type { Place } from "./place.ts";

const metadataShape = z.looseObject({
  name: z.string(),
  endpoint: z.looseObject({ address: z.string(), port: z.number() }),
});
const endpointShape = z.object({ cluster: z.string(), server: z.string() });
const kubeconfigShape = z.looseObject({
  clusters: z.tuple([z.looseObject({ cluster: z.looseObject({ server: z.string() }) })]),
});

/** What a client outside needs to reach a cluster, found on a replica's boot disk. */
export interface FoundKubeconfig {
  readonly cluster: string;
  /** An administrator's, with the endpoint as its server: YAML. */
  readonly kubeconfig: string;
}

/** Keeps beside a replica's boot disk where its cluster is reached: kubeconfigs on it name the replica itself. */
export function writeEndpoint(bootDisk: string, machine: Machine): void {
  const metadata = metadataShape.safeParse(json(machine.metadata[metadataKey.cluster]));
  if (!metadata.success) return;
  const { name, endpoint } = metadata.data;
  mkdirSync(bootDisk, { recursive: true });
  const server = `https://${endpoint.address}:${endpoint.port}`;
  writeFileSync(join(bootDisk, "endpoint.json"), JSON.stringify({ cluster: name, server }));
}

/** The administrators' kubeconfigs on all boot disks, the newest first. */
export function clientKubeconfigs({ machines }: Place): readonly FoundKubeconfig[] {
  return list(machines)
    .flatMap((id) => read(join(machines, id)))
    .sort((a, b) => b.at - a.at);
}

function read(bootDisk: string): (FoundKubeconfig & { readonly at: number })[] {
  try {
    const { cluster, server } = endpointShape.parse(json(readFileSync(join(bootDisk, "endpoint.json"), "utf8")));
    const path = join(bootDisk, "kubernetes", "admin.conf");
    const config = kubeconfigShape.parse(parse(readFileSync(path, "utf8")));
    const [named] = config.clusters;
    const clusters = [{ ...named, cluster: { ...named.cluster, server } }];
    return [{ cluster, kubeconfig: stringify({ ...config, clusters }), at: statSync(path).mtimeMs }];
  } catch {
    return [];
  }
}

function json(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return null;
  }
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
