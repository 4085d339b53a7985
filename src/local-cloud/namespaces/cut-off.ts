import { command, inNamespace } from "./command.ts";
import { type Place, sharedNamespaces } from "./place.ts";

const table = "quorate_cut_off";

/**
 * Drops on the router what comes from an address (`saddr`), what goes to it (`daddr`), or both: a partition of one against
 * all, over what is cut off already. The instance goes on running, and its metadata server is where it is.
 */
export async function cutOff(
  place: Place,
  address: string,
  directions: readonly ("saddr" | "daddr")[] = ["saddr", "daddr"],
): Promise<void> {
  const rules = directions.map((direction) => `ip ${direction} ${address} drop`);
  // Before the rules of the network, which let established connections pass.
  await nft(
    place,
    [`table inet ${table} {`, "chain cut {", "type filter hook forward priority -300", ...rules, "}", "}"].join("\n"),
  );
}

/** Ends all of that. */
export async function connectAgain(place: Place): Promise<void> {
  await nft(place, `add table inet ${table}\ndelete table inet ${table}`);
}

async function nft(place: Place, text: string): Promise<void> {
  await command(inNamespace(sharedNamespaces(place).router, ["nft", "--file", "-"]), text);
}
