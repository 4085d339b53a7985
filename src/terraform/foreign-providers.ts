import { providerAddresses } from "./google-provider.ts";
import { type JsonRecord, recordsOf } from "./record.ts";
import { parseStateFile } from "./state.ts";
import { TerraformError } from "./terraform-error.ts";

const known: ReadonlySet<unknown> = new Set(
  Object.values(providerAddresses).map((address) => `provider["${address}"]`),
);
/** The keys by which Terraform finds what a state needs to be run. */
const decisive = new Set(["version", "resources", "provider"]);
const mostNamed = 5;

/**
 * Sees to it that a state names no provider but the google one: Terraform installs and starts what a state names. Throws
 * TerraformError (`foreign-provider`, and what `parseState` throws), before any Terraform has read it.
 */
export function refuseForeignProviders(text: string): void {
  if (text.trim() === "") return;
  const state = parseStateFile(text);
  const foreign = [
    ...disguised(state),
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
