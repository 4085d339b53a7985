import { type PathChange, pathChanges } from "./path-change.ts";
import type { PlannedChange } from "./plan-json.ts";
import type { JsonRecord } from "./record.ts";

/** One resource change of the step that was reviewed. */
export interface ReviewedChange {
  readonly address: string;
  /** `create`, `update`, `delete`, or two of them for a replacement, in their order. */
  readonly actions: readonly string[];
  /** Configured attributes; null where the resource does not exist. */
  readonly before: JsonRecord | null;
  readonly after: JsonRecord | null;
}

/** Something that a real plan holds and the reviewed step does not. Tells names only, never values. */
export interface Violation {
  readonly address: string;
  /** The attribute; null where it is about the whole resource. */
  readonly path: string | null;
  /** What would happen, as the rest of a sentence that the address begins. */
  readonly what: string;
}

/** Attributes that steer the provider and that no cloud holds, so that an import always lacks them. */
const VIRTUAL = new Set([
  "allow_stopping_for_update",
  "create_ignore_already_exists",
  "deletion_policy",
  "desired_status",
  "force_destroy",
  "skip_initial_version_creation",
  "timeouts",
]);

/** What the provider computes from an attribute that is configured. */
const DERIVED_FROM = new Map([
  ["terraform_labels", "labels"],
  ["effective_labels", "labels"],
  ["terraform_annotations", "annotations"],
  ["effective_annotations", "annotations"],
]);

/**
 * Holds a real plan against the reviewed step (R8): addresses, actions and changed attribute paths. Reads, no-ops and
 * values that are only known after apply are free, and so is doing less than was reviewed. Empty when all is well.
 */
export function guard(planned: readonly PlannedChange[], reviewed: readonly ReviewedChange[]): Violation[] {
  const byAddress = new Map(reviewed.map((change) => [change.address, change]));
  return planned.flatMap((change) => check(change, byAddress.get(change.address)));
}

function check(planned: PlannedChange, reviewed: ReviewedChange | undefined): Violation[] {
  const whole = (what: string): Violation[] => [{ address: planned.address, path: null, what }];
  const actions = planned.actions.join("+");
  if (planned.mode === "data" && ["read", "no-op"].includes(actions)) return [];
  if (planned.deposed !== null) return whole(`has an object left over from a replacement, which ${words(actions)}`);
  if (planned.previousAddress !== null)
    return whole(`takes the place of ${planned.previousAddress}, which no reviewed change does`);
  const review = reviewed?.actions.join("+");
  if (planned.importing !== null && review !== "create")
    return whole("would be imported, which no reviewed change does");
  if (actions === "no-op") return [];
  if (reviewed === undefined || review === undefined)
    return whole(`${words(actions)}, and the reviewed step does not name it`);

  switch (actions) {
    case "create":
      if (review.split("+").includes("create")) return [];
      break;
    case "update":
      if (planned.importing !== null) return checkFound(planned);
      // What this step has created, but not to its end, is in the state already.
      if (review === "create" || review === "update" || review.includes("+")) return checkPaths(planned, reviewed);
      break;
    case "delete":
      if (review === "delete") return [];
      break;
    case "delete+create":
    case "create+delete":
      if (review === actions) return checkReplacement(planned, reviewed);
      break;
  }
  return whole(`${words(actions)}, and the reviewed step says that it ${words(review)}`);
}

/** A resource that should be created is there already: fine if nothing but what is not in the cloud differs. */
function checkFound(planned: PlannedChange): Violation[] {
  const changes = pathChanges(planned.before, planned.after, planned.afterUnknown);
  // Imports never read `labels`, which only name those that Terraform owns; what the cloud has is in `effective_…`.
  const agrees = (configured: string) => !changes.some(({ path }) => rootOf(path) === `effective_${configured}`);
  const isOurs = ({ path, kind }: PathChange) => {
    const root = rootOf(path);
    const configured = DERIVED_FROM.get(root) ?? root;
    if (["labels", "annotations"].includes(configured)) return agrees(configured);
    return kind === "added" && VIRTUAL.has(root);
  };
  return changes
    .filter((change) => !isOurs(change))
    .map(({ path }) => ({
      address: planned.address,
      path,
      what: `exists already and is not what this step would create: ${path} differs`,
    }));
}

function checkPaths(planned: PlannedChange, reviewed: ReviewedChange): Violation[] {
  const allowed = pathChanges(reviewed.before, reviewed.after);
  return pathChanges(planned.before, planned.after, planned.afterUnknown)
    .filter((change) => !allowed.some((each) => covers(each, change) || covers(each, underived(change))))
    .map(({ path, kind }) => ({
      address: planned.address,
      path,
      what: `would have ${path} ${kind}, which the reviewed change does not name`,
    }));
}

/** In a replacement everything is new; what has to be reviewed is what forces it. */
function checkReplacement(planned: PlannedChange, reviewed: ReviewedChange): Violation[] {
  const allowed = pathChanges(reviewed.before, reviewed.after);
  return planned.replacePaths
    .map((steps) => steps.filter((step) => typeof step === "string").join("."))
    .filter((path) => !allowed.some((each) => within(path, each.path) || within(each.path, path)))
    .map((path) => ({
      address: planned.address,
      path,
      what: `would be replaced because of ${path}, which the reviewed change does not name`,
    }));
}

/** Whether a reviewed change explains a real one: at the same place, or at one that holds it. */
function covers(reviewed: PathChange, real: PathChange): boolean {
  if (!within(real.path, reviewed.path)) return false;
  // What was computed before it was configured changes where the review adds; what falls back to a default, where it removes.
  return reviewed.kind === "changed" || real.kind === "changed" || reviewed.kind === real.kind;
}

function within(path: string, holder: string): boolean {
  return path === holder || path.startsWith(`${holder}.`);
}

function underived(change: PathChange): PathChange {
  const root = rootOf(change.path);
  return { ...change, path: `${DERIVED_FROM.get(root) ?? root}${change.path.slice(root.length)}` };
}

function rootOf(path: string): string {
  return path.split(".", 1)[0] ?? path;
}

function words(actions: string): string {
  switch (actions) {
    case "create":
      return "would be created";
    case "update":
      return "would be updated in place";
    case "delete":
      return "would be deleted";
    case "delete+create":
      return "would be replaced (deleted, then created)";
    case "create+delete":
      return "would be replaced (created before the old one is deleted)";
    default:
      return `would undergo ${actions}`;
  }
}
