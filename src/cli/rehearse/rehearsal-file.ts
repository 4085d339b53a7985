import { isSeq, parseDocument } from "yaml";

/** Where clients of control planes in namespaces come from. */
const clients = "203.0.113.0/24";

/**
 * A cluster file as the local cloud can take it: reachable for its clients, on its only network, with its state in a bucket
 * of its own. Everything else is as the file has it.
 */
export function rehearsalFile(text: string): string {
  const document = parseDocument(text);
  const allowed = document.getIn(["spec", "endpoint", "allowedCidrs"]);
  const cidrs: readonly unknown[] = isSeq(allowed) ? allowed.toJSON() : [];
  document.setIn(["spec", "endpoint", "allowedCidrs"], [...cidrs, clients]);
  for (const path of [
    ["spec", "network", "name"],
    ["spec", "network", "subnetwork"],
  ])
    if (document.hasIn(path)) document.deleteIn(path);
  document.setIn(["spec", "terraform", "backend"], { kind: "gcs", bucket: "rehearsal" });
  return document.toString();
}
