import { isRecord, type JsonRecord, numberOf, recordOf, recordsOf, textOf } from "./record.ts";
import { TerraformError } from "./terraform-error.ts";

/** A managed resource instance in a state. What plain configurations never have is there to be refused. */
export interface StateResource {
  /** With module and index, as Terraform prints it. */
  readonly address: string;
  readonly type: string;
  readonly name: string;
  /** As the provider stored them; they may hold secrets. */
  readonly attributes: JsonRecord;
  /** Such as `module.a["b"]`; null in the root module. */
  readonly module: string | null;
  /** Of `count` or `for_each`; null without either. */
  readonly index: string | number | null;
  /** Created only in part: Terraform will replace it. */
  readonly tainted: boolean;
  /** The key of an object that waits to be deleted after its successor was created; null for the object in use. */
  readonly deposed: string | null;
}

/** A state as its backend stores it. Data sources are left out. */
export interface State {
  readonly serial: number;
  readonly lineage: string;
  /** Of the program that wrote it. */
  readonly terraformVersion: string;
  readonly resources: readonly StateResource[];
}

const STATE_FORMAT = 4;

/**
 * Reads what `state pull` prints, format 4.
 * Throws TerraformError (`unsupported-format` for any other format, `failed` for a text that is no state).
 */
export function parseState(text: string): State {
  const state = parseStateFile(text);
  return {
    serial: numberOf(state["serial"]),
    lineage: textOf(state["lineage"]),
    terraformVersion: textOf(state["terraform_version"]),
    resources: recordsOf(state["resources"])
      .filter((resource) => resource["mode"] === "managed")
      .flatMap((resource) => recordsOf(resource["instances"]).map((instance) => storedResource(resource, instance))),
  };
}

/** The JSON of a state of format 4. Throws as `parseState` does. */
export function parseStateFile(text: string): JsonRecord {
  const state = parseObject(text);
  if (state["version"] === STATE_FORMAT) return state;
  throw new TerraformError(
    "unsupported-format",
    `The Terraform state has format ${JSON.stringify(state["version"] ?? null)}; only ${STATE_FORMAT} is known.`,
    "Use a release of this program that knows the Terraform version which wrote the state.",
  );
}

/**
 * The resources in the `prior_state` or `planned_values` of a plan as `show -json` prints it: the same as parseState
 * gives, but for attributes of dynamic type, which a stored state wraps into `{ value, type }`.
 */
export function resourcesOf(stateValues: unknown): StateResource[] {
  const values = recordOf(stateValues);
  const root = recordOf(recordOf(values["values"])["root_module"] ?? values["root_module"]);
  return resourcesIn(root);
}

function storedResource(resource: JsonRecord, instance: JsonRecord): StateResource {
  const type = textOf(resource["type"]);
  const name = textOf(resource["name"]);
  const module = textOf(resource["module"]) || null;
  const index = indexOf(instance["index_key"]);
  const prefix = module === null ? "" : `${module}.`;
  const suffix = index === null ? "" : `[${JSON.stringify(index)}]`;
  return {
    address: `${prefix}${type}.${name}${suffix}`,
    type,
    name,
    attributes: recordOf(instance["attributes"]),
    module,
    index,
    tainted: instance["status"] === "tainted",
    deposed: textOf(instance["deposed"]) || null,
  };
}

function resourcesIn(module: JsonRecord): StateResource[] {
  const own = recordsOf(module["resources"])
    .filter((resource) => resource["mode"] === "managed")
    .map((resource) => ({
      address: textOf(resource["address"]),
      type: textOf(resource["type"]),
      name: textOf(resource["name"]),
      attributes: recordOf(resource["values"]),
      module: textOf(module["address"]) || null,
      index: indexOf(resource["index"]),
      tainted: resource["tainted"] === true,
      deposed: textOf(resource["deposed_key"]) || null,
    }));
  return [...own, ...recordsOf(module["child_modules"]).flatMap(resourcesIn)];
}

function indexOf(value: unknown): string | number | null {
  return typeof value === "string" || typeof value === "number" ? value : null;
}

function parseObject(text: string): JsonRecord {
  try {
    const parsed: unknown = JSON.parse(text);
    if (isRecord(parsed)) return parsed;
  } catch {
    // Reported below: the parser's own message would quote the state, which may hold secrets.
  }
  throw new TerraformError(
    "failed",
    "What the backend holds is not a Terraform state.",
    "Look at the object that the backend names, and restore an older version of it if it was overwritten.",
  );
}
