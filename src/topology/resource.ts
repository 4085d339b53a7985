import { nameIn } from "./names.ts";

/** A managed resource as Terraform's state holds it. */
export interface Resource {
  readonly type: string;
  /** Logical ID, the second half of its address. */
  readonly name: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** Reads attributes of a resource whose shape the provider defines; a missing or odd value reads as empty. */
export class Attributes {
  readonly #values: Readonly<Record<string, unknown>>;

  constructor(values: unknown) {
    this.#values = isRecord(values) ? values : {};
  }

  text(key: string): string {
    const value = this.#values[key];
    return typeof value === "string" ? value : "";
  }

  number(key: string): number {
    const value = this.#values[key];
    return typeof value === "number" ? value : Number(this.text(key)) || 0;
  }

  flag(key: string): boolean {
    return this.#values[key] === true;
  }

  texts(key: string): string[] {
    const value = this.#values[key];
    return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
  }

  /** Nested blocks, which the state keeps as lists. */
  blocks(key: string): Attributes[] {
    const value = this.#values[key];
    return Array.isArray(value) ? value.map((item) => new Attributes(item)) : [];
  }

  /** The first of the nested blocks, or one without values. */
  block(key: string): Attributes {
    return this.blocks(key)[0] ?? new Attributes({});
  }

  map(key: string): Attributes {
    return new Attributes(this.#values[key]);
  }

  has(key: string): boolean {
    return key in this.#values;
  }
}

/** Resources by type and logical ID. */
export class View {
  readonly #byType = new Map<string, Map<string, Attributes>>();

  constructor(resources: readonly Resource[]) {
    for (const { type, name, attributes } of resources) {
      const named = this.#byType.get(type) ?? new Map<string, Attributes>();
      this.#byType.set(type, named.set(name, new Attributes(attributes)));
    }
  }

  ofType(type: string): [string, Attributes][] {
    return [...(this.#byType.get(type) ?? [])];
  }

  get(type: string, id: string): Attributes | undefined {
    return this.#byType.get(type)?.get(id);
  }

  has(type: string, id: string): boolean {
    return this.get(type, id) !== undefined;
  }

  /** Resources whose ID is `prefix_NAME`, by that name. */
  named(type: string, prefix: "replica" | "etcd" | "zone"): [string, Attributes][] {
    return this.ofType(type).flatMap(([id, attributes]): [string, Attributes][] => {
      const name = nameIn(prefix, id);
      return name === undefined ? [] : [[name, attributes]];
    });
  }
}

/** The last part of a self link, such as the zone in `…/zones/europe-west1-b`. */
export function baseName(link: string): string {
  return link.slice(link.lastIndexOf("/") + 1);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
