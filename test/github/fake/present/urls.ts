/** Where this GitHub says that it is. */
export interface Urls {
  /** Without a slash at the end, as in GITHUB_API_URL. */
  readonly api: string;
  /** As in GITHUB_SERVER_URL. */
  readonly server: string;
}

const exampleRepository = "Codertocat/Hello-World";

/** An example with its places exchanged: another repository, another GitHub. */
export function placed<T>(example: T, urls: Urls, fullName: string): T {
  const [owner = "", name = ""] = fullName.split("/");
  const text = JSON.stringify(example)
    .replaceAll("https://api.github.com", urls.api)
    .replaceAll("https://github.com", urls.server)
    .replaceAll(exampleRepository, fullName)
    .replaceAll("Codertocat", owner)
    .replaceAll("Hello-World", name);
  return JSON.parse(text) as T;
}

/** An opaque name, as GitHub gives one to everything. */
export function nodeId(kind: string, id: number): string {
  return `${kind}_${Buffer.from(String(id)).toString("base64url")}`;
}

/** The number in an opaque name of that kind; undefined where it is none. */
export function idOfNode(kind: string, node: string): number | undefined {
  if (!node.startsWith(`${kind}_`)) return undefined;
  const id = Number(Buffer.from(node.slice(kind.length + 1), "base64url").toString("utf8"));
  return Number.isInteger(id) ? id : undefined;
}
