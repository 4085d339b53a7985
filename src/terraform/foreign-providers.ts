import { providerAddresses } from "./google-provider.ts";
import { isRecord, type JsonRecord, recordsOf } from "./record.ts";
import { TerraformError } from "./terraform-error.ts";

const known: ReadonlySet<unknown> = new Set(
  Object.values(providerAddresses).map((address) => `provider["${address}"]`),
);
/** The keys by which Terraform finds what a state needs to be run. */
const decisive = new Set(["version", "resources", "provider"]);
const mostNamed = 5;

/**
 * Sees to it that a state names no provider but the google one: Terraform installs and starts what a state names. Throws
 * TerraformError (`foreign-provider`; `failed` for a text that is no state), before any Terraform has read it.
 */
export function refuseForeignProviders(text: string): void {
  if (text.trim() === "") return;
  const state = parse(text);
  const foreign = [
    ...disguised(state),
    ...(state["version"] === 4 ? [] : ["a format that is not 4"]),
    ...recordsOf(state["resources"]).flatMap((resource) => [
      ...disguised(resource),
      ...(known.has(resource["provider"]) ? [] : [String(resource["provider"]).slice(0, 200)]),
    ]),
  ];
  if (foreign.length === 0) return;
  const named = [...new Set(foreign)].slice(0, mostNamed).map((each) => JSON.stringify(each));
  throw new TerraformError(
    "foreign-provider",
    `Terraform's state names ${named.join(", ")}; Quorate runs only the provider ${providerAddresses.terraform}.`,
    "Nothing of it was run. See who has written this state, and restore an older version of the object if it is yours.",
  );
}

/** Terraform is written in Go, whose parser takes `Provider`, or `PROVIDER`, for `provider` as well; the last one counts. */
function disguised(object: JsonRecord): string[] {
  return Object.keys(object).filter((key) => {
    const folded = key.normalize("NFKC").toLowerCase();
    return folded !== key && decisive.has(folded);
  });
}

function parse(text: string): JsonRecord {
  try {
    const state: unknown = JSON.parse(text);
    if (isRecord(state)) return state;
  } catch {
    // Told below: the parser's own message would quote the state, which may hold secrets.
  }
  throw new TerraformError(
    "failed",
    "What the backend holds is not a Terraform state.",
    "Look at the object that the backend names, and restore an older version of it if it was overwritten.",
  );
}
