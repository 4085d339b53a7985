import type { Facts, Holder } from "../../../src/local-cloud/facts.ts";
import type { JournalEntry } from "../../../src/local-cloud/journal.ts";
import { record, records, type Write, writeAt } from "./journal-writes.ts";
import type { Violation } from "./violation.ts";

/** The endpoint's IP going from one holder to another; nobody holds it in between. */
export interface Move {
  readonly from: string;
  readonly to: string;
  /** The entries that freed and that took it. */
  readonly freed: number;
  readonly taken: number;
}

export interface EndpointVerdict {
  readonly moves: readonly Move[];
  readonly violations: readonly Violation[];
}

const slow = ["healthChecks", "backendServices", "instanceGroups", "disks", "instances", "addresses", "firewalls"];

/**
 * Follows the endpoint's IP from its first holder to the end of the journal, or to the deletion of the cluster. `address`
 * is the name of the reserved address.
 */
export function judgeEndpoint(journal: readonly JournalEntry[], address: string): EndpointVerdict {
  const violations: Violation[] = [];
  const moves: Move[] = [];
  const report = (rule: Violation["rule"], { sequence }: { sequence: number }, what: string) =>
    violations.push({ rule, sequence, what });
  const booked = new Set<string>();
  let ip: string | undefined;
  let holder = "none";
  let open: { readonly from: string; readonly freed: number } | undefined;

  for (const [index, entry] of journal.entries()) {
    const reserved = factOf(entry.facts, address);
    if (ip !== undefined && reserved?.address !== ip)
      report("address-lost", entry, `${address} was ${ip} and is ${reserved?.address ?? "gone"}`);
    ip = reserved?.address ?? ip;

    const write = writeAt(journal, index);
    if (write !== undefined && ip !== undefined) {
      if (write.action === "delete" && write.collection === "instances" && holder === `instance ${write.name}`)
        report("holder-deleted", entry, `${write.name} held the IP and was deleted`);
      if (
        open !== undefined &&
        write.action !== "delete" &&
        slow.includes(write.collection) &&
        !frees(write) &&
        !takes(write, ip)
      )
        report("slow-move", entry, `${write.action} of ${write.key} while nobody held the IP`);
      book(booked, write, ip);
      if (booked.size > 1) report("two-holders", entry, `${[...booked].join(" and ")} hold ${ip}`);
    }
    if (open !== undefined && entry.kind === "driver" && /learner-added|promoted|member-removed/.test(entry.event))
      report("slow-move", entry, `${entry.event} of ${entry.subject} while nobody held the IP`);

    const now = nameOf(reserved?.holder ?? { on: "none" });
    if (holder !== "none" && now !== holder) open = { from: holder, freed: entry.sequence };
    if (open !== undefined && now !== "none") {
      if (now === open.from) report("address-unheld", entry, `${now} held the IP, let it go, and took it again`);
      moves.push({ ...open, to: now, taken: entry.sequence });
      open = undefined;
    }
    holder = now;
  }
  const last = journal.at(-1);
  if (last !== undefined && open !== undefined)
    report("address-unheld", last, `nobody holds the IP since ${open.freed}`);
  return { moves, violations };
}

function factOf({ addresses }: Facts, name: string) {
  return addresses.find((address) => address.name === name);
}

function nameOf(holder: Holder): string {
  return holder.on === "none" ? "none" : `${holder.on} ${holder.name}`;
}

/** Keeps the book of holders by the calls alone, beside what the facts say. */
function book(holders: Set<string>, write: Write, ip: string): void {
  if (takes(write, ip)) holders.add(write.key);
  if (frees(write)) holders.delete(write.key);
}

function takes({ action, collection, body }: Write, ip: string): boolean {
  if (collection === "forwardingRules") return action === "create" && body["IPAddress"] === ip;
  if (collection !== "instances") return false;
  if (action === "addAccessConfig") return body["natIP"] === ip;
  const configs = records(body["networkInterfaces"]).flatMap((nic) => records(record(nic)["accessConfigs"]));
  return action === "create" && configs.some(({ natIP }) => natIP === ip);
}

function frees({ action, collection }: Write): boolean {
  return (
    (action === "delete" && ["instances", "forwardingRules"].includes(collection)) ||
    (action === "deleteAccessConfig" && collection === "instances")
  );
}
