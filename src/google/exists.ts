import type { GoogleClient } from "./client.ts";
import type { Endpoints } from "./endpoints.ts";

/** Where one of Google's APIs has a resource. */
interface Location {
  readonly api: "compute" | "iam" | "secretManager";
  /** From `projects/` on. */
  readonly path: string;
  /** Where the resource is an item of a list that `path` answers with, or its method: the item whose `key` ends in `value`. */
  readonly item?: { readonly list: string; readonly key: string; readonly method?: string; readonly value: string };
}

/** Whether there is a resource at a location. Where that may not be asked, it counts as absent. */
export async function exists(
  client: GoogleClient,
  endpoints: Endpoints,
  { api, path, item }: Location,
): Promise<boolean> {
  const base = api === "iam" ? `${endpoints.iam}v1/` : endpoints[api];
  const absent = [403, 404];
  const answer = await (item?.method === undefined
    ? client.send(base + path, { absent })
    : client.send(`${base}${path}/${item.method}`, { method: "POST", body: "{}", absent }));
  if (answer === undefined || item === undefined) return answer !== undefined;
  const items: readonly Readonly<Record<string, unknown>>[] = JSON.parse(answer.text)[item.list] ?? [];
  return items.some(
    (each) =>
      String(each[item.key] ?? "")
        .split("/")
        .at(-1) === item.value,
  );
}
