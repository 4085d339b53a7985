import { type StatusReport, statusReport } from "../../src/topology/status-report.ts";
import type { Answer, Client } from "../kit/local-cloud/client.ts";
import { instanceBody, zoneB } from "../kit/local-cloud/client.ts";

export const email = "replica@acme.iam.gserviceaccount.com";
const secrets = ["ca", "service-account", "encryption"];

/** The service account of a cluster's replicas and its secrets, which they may read and, unless sealed, write. */
export async function prepareSecrets(
  client: Client,
  cluster = "prod",
  roles = ["secretAccessor", "secretVersionAdder"],
): Promise<void> {
  await client.post("/v1/projects/acme/serviceAccounts", { accountId: "replica" });
  for (const name of secrets) {
    await client.create(`/v1/projects/acme/secrets?secretId=${cluster}-${name}`, { replication: { automatic: {} } });
    const bindings = roles.map((role) => ({
      role: `roles/secretmanager.${role}`,
      members: [`serviceAccount:${email}`],
    }));
    await client.create(`/v1/projects/acme/secrets/${cluster}-${name}:setIamPolicy`, { policy: { bindings } });
  }
}

/** Creates a replica with an empty data disk `<name>-etcd`. */
export async function createReplica(
  client: Client,
  name: string,
  role: "init" | "join",
  cluster = "prod",
): Promise<Answer> {
  await client.create(`${zoneB}/disks`, { name: `${name}-etcd` });
  const items = [
    { key: "enable-guest-attributes", value: "TRUE" },
    { key: "quorate-cluster", value: JSON.stringify({ name: cluster }) },
    { key: "quorate-role", value: role },
    { key: "quorate-members", value: JSON.stringify({ members: [], remove: [] }) },
  ];
  const sourceImage = "projects/debian-cloud/global/images/family/debian-12";
  const disks = [
    { boot: true, autoDelete: true, initializeParams: { sourceImage } },
    { source: `zones/europe-west1-b/disks/${name}-etcd`, deviceName: "etcd" },
  ];
  const body = instanceBody(name, { disks, metadata: { items }, serviceAccounts: [{ email }] });
  return client.create(`${zoneB}/instances`, body);
}

/** Deletes a replica with its data disk. */
export async function deleteReplica(client: Client, name: string): Promise<void> {
  await client.delete(`${zoneB}/instances/${name}`);
  await client.delete(`${zoneB}/disks/${name}-etcd`);
}

/** Tells replicas which members are to go. */
export async function nameForRemoval(
  client: Client,
  replicas: readonly string[],
  remove: readonly string[],
): Promise<void> {
  for (const replica of replicas) {
    const { metadata } = (await client.get(`${zoneB}/instances/${replica}`)).body;
    const others = metadata.items.filter((item: { key: string }) => item.key !== "quorate-members");
    const items = [...others, { key: "quorate-members", value: JSON.stringify({ members: [], remove }) }];
    await client.create(`${zoneB}/instances/${replica}/setMetadata`, { fingerprint: metadata.fingerprint, items });
  }
}

/** The latest report of a replica; null before the first one. */
export async function reportOf(client: Client, name: string): Promise<StatusReport | null> {
  const answer = await client.get(`${zoneB}/instances/${name}/getGuestAttributes?queryPath=quorate/`);
  if (answer.status === 404) return null;
  const [item] = answer.body.queryValue.items;
  return statusReport.parse(JSON.parse(item.value));
}

/** Everything that a replica has written to its serial console. */
export async function consoleOf(client: Client, name: string): Promise<string> {
  return (await client.get(`${zoneB}/instances/${name}/serialPort?port=1`)).body.contents;
}
