import { CloudError } from "../../cloud-error.ts";
import type { Store } from "../../store.ts";
import type { Json } from "../collection.ts";
import { link } from "../resource.ts";
import type { Instance } from "./instance.ts";

/** `GET …/getGuestAttributes?queryPath=quorate/` (or `variableKey`): 404 when nothing was written there. */
export function guestAttributes(store: Store, instance: Instance, query: Readonly<Record<string, string>>): Json {
  const enabled = instance.metadata.find((item) => item.key === "enable-guest-attributes")?.value;
  if (enabled?.toUpperCase() !== "TRUE")
    throw new CloudError(403, "forbidden", "Guest attributes endpoint access is disabled.");
  const path = query["queryPath"] ?? query["variableKey"] ?? "";
  const written = Object.entries(store.guestAttributes.get(instance.id) ?? {}).filter(
    ([key]) => key === path || key.startsWith(path.endsWith("/") || path === "" ? path : `${path}/`),
  );
  if (written.length === 0)
    throw new CloudError(404, "notFound", `The resource '${path}' of type 'Guest Attribute' was not found.`);
  const items = written.map(([path, value]) => {
    const [namespace = "", ...key] = path.split("/");
    return { namespace, key: key.join("/"), value };
  });
  const selfLink = `${link(instance.key)}/getGuestAttributes`;
  return { kind: "compute#guestAttributes", selfLink, queryPath: path, queryValue: { items } };
}

/** `GET …/serialPort?port=1&start=N`: what was written from byte N on; only the first port is ever written to. */
export function serialOutput(store: Store, instance: Instance, query: Readonly<Record<string, string>>): Json {
  const written = Buffer.from(
    query["port"] === undefined || query["port"] === "1" ? (store.serialConsoles.get(instance.id) ?? "") : "",
  );
  const start = Math.min(Math.max(0, Number(query["start"] ?? 0) || 0), written.length);
  return {
    kind: "compute#serialPortOutput",
    selfLink: `${link(instance.key)}/serialPort`,
    contents: written.subarray(start).toString(),
    start: String(start),
    next: String(written.length),
  };
}
