import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, jest, test } from "@jest/globals";
import { printClusterMetadata } from "../../src/topology/cluster-metadata.ts";
import { metadataKey } from "../../src/topology/names.ts";
import { atRest } from "../kit/cluster/cluster-fixture.ts";
import { python } from "../kit/python.ts";

jest.setTimeout(60_000);

/** What an instance makes of its metadata: its settings, and which modules it runs by. */
const program = `import json, sys
from dataclasses import asdict
from quorate.endpoint import endpoint_of
from quorate.roles import role_of
from quorate.settings import read_settings
json.load(sys.stdin)
settings = read_settings()
chosen = {"role": role_of(settings).__name__, "endpoint": endpoint_of(settings).__name__}
json.dump({"settings": asdict(settings), "chosen": chosen}, sys.stdout)`;

const { settings } = atRest("b");
const cluster = printClusterMetadata(settings, "192.0.2.1");
let server: Server | undefined;

afterEach(() => void server?.close());

/** What an instance with these attributes makes of them. */
async function read(attributes: Readonly<Record<string, string>>): Promise<unknown> {
  const values: Readonly<Record<string, string>> = {
    "project/project-id": "acme",
    "instance/name": "prod-b",
    "instance/id": "42",
    "instance/zone": "projects/7/zones/europe-west1-b",
    "instance/network-interfaces/0/ip": "10.132.0.2",
  };
  const listening = createServer(({ url = "" }, response) => {
    const path = url.slice(1);
    const value = values[path] ?? attributes[path.replace("instance/attributes/", "")];
    response.writeHead(value === undefined ? 404 : 200).end(value);
  });
  server = listening;
  await new Promise<void>((done) => listening.listen(0, "127.0.0.1", done));
  const { port } = listening.address() as AddressInfo;
  return python(program, null, { QUORATE_METADATA_URL: `http://127.0.0.1:${port}` });
}

test.each(["init", "join"])(
  "a replica that is to %s is one of the control plane, and knows its cluster",
  async (role) => {
    const attributes = {
      [metadataKey.cluster]: cluster,
      [metadataKey.role]: role,
      [metadataKey.kubernetesVersion]: "1.36.3",
    };
    expect(await read(attributes)).toEqual({
      chosen: { role: "quorate.roles.control_plane", endpoint: "quorate.endpoint.external" },
      settings: {
        project: "acme",
        name: "prod-b",
        instance_id: "42",
        zone: "europe-west1-b",
        ip: "10.132.0.2",
        cluster: "prod",
        endpoint_kind: settings.endpoint.kind,
        endpoint: "192.0.2.1",
        port: 6443,
        pod_cidr: "10.244.0.0/16",
        service_cidr: "10.96.0.0/12",
        role,
        kubernetes_version: "1.36.3",
      },
    });
  },
);

test.each([
  ["role", cluster, "guest", /Halt: this version knows no role 'guest'/],
  ["kind of endpoint", cluster.replace('"external"', '"moon"'), "join", /Halt: .* no endpoint of kind 'moon'/],
])("a %s that is unknown here stops the instance with the reason", async (_, text, role, reason) => {
  const attributes = {
    [metadataKey.cluster]: text,
    [metadataKey.role]: role,
    [metadataKey.kubernetesVersion]: "1.36.3",
  };
  await expect(read(attributes)).rejects.toThrow(reason);
});
