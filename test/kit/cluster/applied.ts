import { unliteral } from "../../../src/constructs/cdktf/literal.ts";
import type { TerraformJson } from "../../../src/constructs/synth.ts";
import type { Resource } from "../../../src/topology/resource.ts";

/**
 * What Terraform's state would hold after applying a configuration, as far as observe reads it: references resolved to
 * what GCE answers with, lists of blocks, project and links filled in. A stand-in for tests of pure code; the
 * integration tests do the same with real Terraform.
 */
export function applied(json: TerraformJson): Resource[] {
  const declared = Object.entries(json.resource ?? {}).flatMap(([type, named]) =>
    Object.entries(named).map(([name, block]) => ({ type, name, block })),
  );
  const attribute = (type: string, name: string, key: string): string => {
    const block = json.resource?.[type]?.[name] ?? {};
    if (key === "address") return name === "endpoint" ? "192.0.2.1" : `10.0.0.${name.length}`;
    if (key in block) return String(block[key]);
    return `https://www.googleapis.com/compute/v1/projects/acme-prod/x/${block["name"] ?? name}`;
  };
  const resolve = (value: unknown): unknown => {
    if (typeof value === "string") {
      const local = /^\$\{local\.([\w-]+)\}$/.exec(value)?.[1];
      if (local !== undefined) return resolve(json.locals?.[local]);
      const reference = /(?<!\$)\$\{([^.}]+)\.([^.}]+)\.([^}]+)\}/g;
      return unliteral(value.replace(reference, (_, type, name, key) => attribute(type, name, key)));
    }
    if (Array.isArray(value)) return value.map(resolve);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolve(item)]));
  };
  const blocks = new Set(["boot_disk", "initialize_params", "network_interface", "access_config", "backend"]);
  const listed = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(listed);
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value).map(([key, item]) => {
      const shaped = listed(item);
      return [key, blocks.has(key) && !Array.isArray(shaped) ? [shaped] : shaped] as const;
    });
    return Object.fromEntries(entries);
  };
  return declared.map(({ type, name, block }) => ({
    type,
    name,
    attributes: {
      project: "acme-prod",
      ...(type === "google_compute_instance" ? { current_status: block["desired_status"] } : {}),
      ...(type === "google_compute_address" ? { address: attribute(type, name, "address") } : {}),
      ...(listed(resolve(block)) as Record<string, unknown>),
    },
  }));
}
