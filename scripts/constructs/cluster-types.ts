/** The part of a JSON Schema that cluster files use. */
interface Schema {
  readonly type?: "array" | "boolean" | "integer" | "object" | "string";
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly oneOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly description?: string;
  readonly default?: unknown;
}

/**
 * The declarations of `ClusterDocument` and `ClusterSpec` from the JSON Schema of cluster files, with each field's
 * description and default. What the sources infer needs the types of zod, which is in the bundle.
 */
export function clusterTypes(schema: object): string {
  return `/** A cluster file as one writes it: what has a default may be left out. Nothing has checked it yet. */
export type ClusterDocument = ${typeOf(schema as Schema, "")};

/** A cluster file, parsed, checked and with every default filled in; each replica has its own machine type. */
export type ClusterSpec = Filled<Omit<ClusterDocument["spec"], "controlPlane">> & {
  /** The cluster's name, the file's \`metadata.name\`. */
  readonly name: string;
  /** The replicas of the control plane. */
  readonly controlPlane: Omit<Filled<ClusterDocument["spec"]["controlPlane"]>, "machineType">;
};

type Filled<T> = T extends readonly (infer E)[]
  ? readonly Filled<E>[]
  : T extends object
    ? { readonly [K in keyof T]-?: Filled<T[K]> }
    : T;
`;
}

function typeOf(schema: Schema, indent: string): string {
  if (schema.oneOf !== undefined) return schema.oneOf.map((each) => typeOf(each, indent)).join(" | ");
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map((each) => JSON.stringify(each)).join(" | ");
  switch (schema.type) {
    case "array":
      return `ReadonlyArray<${typeOf(schema.items ?? {}, indent)}>`;
    case "boolean":
    case "string":
      return schema.type;
    case "integer":
      return "number";
    case "object":
      return `{\n${fields(schema, `${indent}  `)}${indent}}`;
    default:
      throw new Error(`No type is known for ${JSON.stringify(schema)}`);
  }
}

function fields({ properties = {}, required = [] }: Schema, indent: string): string {
  return Object.entries(properties)
    .map(([key, schema]) => {
      const optional = required.includes(key) ? "" : "?";
      return `${comment(schema, indent)}${indent}readonly ${key}${optional}: ${typeOf(schema, indent)};\n`;
    })
    .join("");
}

function comment({ description = "", default: value }: Schema, indent: string): string {
  const lines = [description, ...(value === undefined ? [] : [`@default ${JSON.stringify(value)}`])];
  return `${indent}/**\n${lines.map((line) => `${indent} * ${line}\n`).join("")}${indent} */\n`;
}
