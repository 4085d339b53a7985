import { isRecord, type JsonRecord, recordOf, recordsOf, textOf } from "./record.ts";
import { resourcesOf, type StateResource } from "./state.ts";
import { TerraformError } from "./terraform-error.ts";

/** A step into an attribute: a name or map key, or an index. */
export type PathStep = string | number;

/** What a real plan does to one resource instance. Attribute values may be secrets. */
export interface PlannedChange {
  readonly address: string;
  /** The address that it has in the state, where a `moved` block renames it. */
  readonly previousAddress: string | null;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  /** The key of an object that waits for its deletion after a replacement; null for the object in use. */
  readonly deposed: string | null;
  /** Terraform's: `no-op`, `create`, `read`, `update`, `delete`, `forget`; two for a replacement, in their order. */
  readonly actions: readonly string[];
  /** Such as `replace_because_tainted`; null where there is nothing to explain. */
  readonly actionReason: string | null;
  readonly before: JsonRecord | null;
  /** Without the attributes that are only known after apply. */
  readonly after: JsonRecord | null;
  /** `true` at each place in the shape of `after` whose value is only known after apply. */
  readonly afterUnknown: unknown;
  /** Which attributes force a replacement. */
  readonly replacePaths: readonly (readonly PathStep[])[];
  /** The cloud's ID of what is taken into the state; null for a change that imports nothing. */
  readonly importing: string | null;
}

/** A plan as `show -json` prints it. */
export interface TerraformPlan {
  /** Of the JSON, such as `1.2`. */
  readonly formatVersion: string;
  readonly terraformVersion: string;
  /** All of them, no-ops included. */
  readonly changes: readonly PlannedChange[];
  /** What refreshing found to differ from the stored state. */
  readonly drift: readonly PlannedChange[];
  /** The state after refreshing: what the plan was made on. */
  readonly priorResources: readonly StateResource[];
  /** False where changes were left for a later plan. */
  readonly complete: boolean;
}

const FORMAT_MAJOR = "1";

/** Reads what `show -json PLANFILE` prints. Throws TerraformError (`unsupported-format`). */
export function parsePlan(text: string): TerraformPlan {
  const plan = recordOf(JSON.parse(text));
  const formatVersion = textOf(plan["format_version"]);
  if (formatVersion.split(".")[0] !== FORMAT_MAJOR) {
    throw new TerraformError(
      "unsupported-format",
      `Terraform's plan has JSON format ${formatVersion || "unknown"}; only ${FORMAT_MAJOR}.x is known.`,
      "Use a release of this program that knows this Terraform version.",
    );
  }
  return {
    formatVersion,
    terraformVersion: textOf(plan["terraform_version"]),
    changes: recordsOf(plan["resource_changes"]).map(parseChange),
    drift: recordsOf(plan["resource_drift"]).map(parseChange),
    priorResources: resourcesOf(plan["prior_state"]),
    complete: plan["complete"] !== false,
  };
}

function parseChange(resource: JsonRecord): PlannedChange {
  const change = recordOf(resource["change"]);
  const importing = change["importing"];
  return {
    address: textOf(resource["address"]),
    previousAddress: textOf(resource["previous_address"]) || null,
    mode: resource["mode"] === "data" ? "data" : "managed",
    type: textOf(resource["type"]),
    name: textOf(resource["name"]),
    deposed: textOf(resource["deposed"]) || null,
    actions: Array.isArray(change["actions"]) ? change["actions"].map(textOf) : [],
    actionReason: textOf(resource["action_reason"]) || null,
    before: isRecord(change["before"]) ? change["before"] : null,
    after: isRecord(change["after"]) ? change["after"] : null,
    afterUnknown: change["after_unknown"],
    replacePaths: Array.isArray(change["replace_paths"]) ? change["replace_paths"].map(parsePath) : [],
    // An import by identity has no ID, but is one all the same.
    importing: isRecord(importing) ? textOf(importing["id"]) : null,
  };
}

function parsePath(path: unknown): PathStep[] {
  return Array.isArray(path) ? path.filter((step) => typeof step === "string" || typeof step === "number") : [];
}
