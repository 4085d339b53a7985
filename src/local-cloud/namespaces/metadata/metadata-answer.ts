import { createHash } from "node:crypto";
import type { Reply, Request } from "../../request.ts";
import { listing, type MetadataNode, metadataJson, nodeAt } from "./metadata-tree.ts";

export const metadataRoot = "/computeMetadata/v1/";
const headers = { "metadata-flavor": "Google", server: "Metadata Server for VM" };

/** Answers a GET of the metadata server from the tree as it is now. */
export function answerMetadata(tree: MetadataNode, { path, query }: Request): Reply {
  const within = decodeURIComponent(path.slice(metadataRoot.length));
  const node = nodeAt(tree, within);
  if (node === undefined) return plain(404, "Not Found\n");
  if (typeof node === "string")
    return tagged(query["alt"] === "json" ? JSON.stringify(node) : node, query["alt"] === "json");
  if (!path.endsWith("/")) return { status: 301, headers: { ...headers, location: `${path}/` } };
  const chosen = /(?:^|\/)attributes\/$/.test(within);
  return query["recursive"] === "true" ? tagged(metadataJson(node, chosen), true) : tagged(listing(node), false);
}

/** An answer without an etag. */
export function plain(status: number, text: string): Reply {
  return { status, body: Buffer.from(text), headers: { ...headers, "content-type": "application/text" } };
}

/** JSON without an etag. */
export function json(value: unknown): Reply {
  return {
    status: 200,
    body: Buffer.from(JSON.stringify(value)),
    headers: { ...headers, "content-type": "application/json" },
  };
}

function tagged(text: string, isJson: boolean): Reply {
  const etag = createHash("sha256").update(text).digest("hex").slice(0, 16);
  const type = isJson ? "application/json" : "application/text";
  return { status: 200, body: Buffer.from(text), headers: { ...headers, "content-type": type, etag } };
}
