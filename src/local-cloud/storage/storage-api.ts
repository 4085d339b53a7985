import { CloudError, notImplemented } from "../cloud-error.ts";
import { ok, type Reply, type Request } from "../request.ts";
import type { Store } from "../store.ts";
import { parseMultipart } from "./multipart.ts";
import { deleteObject, listObjects, objectView, type Preconditions, readObject, writeObject } from "./objects.ts";
import type { StoredObject } from "./stored-object.ts";

const bucketName = /^[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]$/;
const reserved = ["compute", "storage", "upload", "local"];

/** Answers calls of Cloud Storage: JSON API, uploads, and reads at the host's root. Undefined for other paths. */
export function answerStorage(store: Store, request: Request, now: number): Reply | undefined {
  const { method, path, query } = request;
  const upload = /^\/upload\/storage\/v1\/b\/([^/]+)\/o$/.exec(path);
  if (upload?.[1] !== undefined) return answerUpload(store, request, decode(upload[1]), now);
  const [, bucket, rest] = /^\/storage\/v1\/b\/([^/]+)(?:\/(.*))?$/.exec(path) ?? [];
  if (bucket !== undefined) {
    if (rest === undefined && method === "GET")
      return ok({ kind: "storage#bucket", id: decode(bucket), name: decode(bucket), location: "EU" });
    if (rest === "o" && method === "GET") return answerList(store, decode(bucket), query);
    const [, name] = /^o\/([^/]+)$/.exec(rest ?? "") ?? [];
    if (name !== undefined) return answerObject(store, request, decode(bucket), decode(name));
    throw notImplemented(method, path);
  }
  const [, root = "", object] = /^\/([^/]+)\/(.+)$/.exec(path) ?? [];
  if ((method !== "GET" && method !== "HEAD") || object === undefined) return undefined;
  if (!bucketName.test(root) || reserved.includes(root)) return undefined;
  return contentReply(readObject(store, root, decode(object), preconditions(query)));
}

function answerUpload(store: Store, request: Request, bucket: string, now: number): Reply {
  const { method, path, query, headers, content } = request;
  const type = query["uploadType"];
  if (method !== "POST" || (type !== "multipart" && type !== "media"))
    throw notImplemented(method, `${path}?uploadType=${type ?? ""}`);
  const sent = headers["content-type"] ?? "application/octet-stream";
  const parts =
    type === "multipart" ? parseMultipart(sent, content) : { metadata: {}, contentType: sent, bytes: content };
  const name = query["name"] ?? parts.metadata["name"];
  if (typeof name !== "string" || name === "")
    throw new CloudError(400, "required", "Required object name is missing.");
  const custom = parts.metadata["metadata"];
  const object = {
    bucket,
    name,
    bytes: parts.bytes,
    contentType:
      typeof parts.metadata["contentType"] === "string" ? parts.metadata["contentType"] : (parts.contentType ?? ""),
    metadata: custom === undefined ? undefined : (Object(custom) as Record<string, string>),
  };
  const written = store.transact(() => writeObject(store, now, object, preconditions(query)));
  return ok(objectView(written), `${bucket}/${name}`);
}

function answerList(store: Store, bucket: string, query: Request["query"]): Reply {
  const { objects, prefixes } = listObjects(store, bucket, query["prefix"] ?? "", query["delimiter"] ?? "");
  return ok({ kind: "storage#objects", items: objects.map(objectView), prefixes });
}

function answerObject(store: Store, request: Request, bucket: string, name: string): Reply {
  const { method, query } = request;
  const conditions = preconditions(query);
  if (method === "GET") {
    const object = readObject(store, bucket, name, conditions);
    return query["alt"] === "media" ? contentReply(object) : ok(objectView(object));
  }
  if (method !== "DELETE") throw notImplemented(method, request.path);
  const generation = query["generation"] === undefined ? {} : { ifGenerationMatch: query["generation"] };
  store.transact(() => deleteObject(store, bucket, name, { ...generation, ...conditions }));
  return { status: 204, resource: `${bucket}/${name}` };
}

function contentReply(object: StoredObject): Reply {
  const bytes = Buffer.from(object.content, "base64");
  return {
    status: 200,
    body: bytes,
    headers: {
      "content-type": object.contentType || "application/octet-stream",
      "x-goog-generation": object.generation,
      "x-goog-metageneration": object.metageneration,
      "x-goog-stored-content-length": String(bytes.length),
      "x-goog-stored-content-encoding": "identity",
      "x-goog-hash": `md5=${objectView(object)["md5Hash"]}`,
      "last-modified": new Date(object.createdAt).toUTCString(),
    },
  };
}

function preconditions(query: Request["query"]): Preconditions {
  const { ifGenerationMatch, ifGenerationNotMatch, ifMetagenerationMatch } = query;
  return { ifGenerationMatch, ifGenerationNotMatch, ifMetagenerationMatch };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new CloudError(400, "invalid", `'${text}' is not a valid path.`);
  }
}
