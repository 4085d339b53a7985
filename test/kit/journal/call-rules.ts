import type { JournalEntry } from "../../../src/local-cloud/journal.ts";
import type { Violation } from "./violation.ts";

const lockObjects = /\/(?:default\.tflock|quorate\.lock)$/;
const secretTexts = [
  // What the journal itself has recognised and blotted out.
  /\(redacted\)/,
  /PRIVATE KEY/,
  /\b[a-z0-9]{6}\.[a-z0-9]{16}\b/,
];
/** Names of secrets: code may speak of them. */
const secretNames = /certificate-?key|client-key-data|bearer /i;

/** Judges calls one by one: none is refused, but for a lock that another run holds and for injected faults; none carries a secret. */
export function judgeCalls(journal: readonly JournalEntry[]): Violation[] {
  return journal.flatMap((entry) => [...refused(entry), ...secret(entry)]);
}

function refused(entry: JournalEntry): Violation[] {
  if (entry.kind === "driver" || (entry.kind === "call" && entry.fault !== undefined)) return [];
  const isRefused = entry.kind === "call" ? entry.status >= 400 : entry.outcome === "refused";
  if (!isRefused || isLockRace(entry)) return [];
  const what = `${entry.method} ${entry.path} was refused: ${entry.reason ?? ""}`;
  return [{ rule: "refused-call", sequence: entry.sequence, what }];
}

function isLockRace(entry: JournalEntry): boolean {
  if (entry.kind !== "call" || entry.status !== 412 || entry.method !== "POST") return false;
  const name = new URL(entry.path, "http://cloud").searchParams.get("name") ?? "";
  return lockObjects.test(`/${name}`);
}

function secret(entry: JournalEntry): Violation[] {
  if (entry.kind !== "call") return [];
  const text = JSON.stringify(entry.body ?? {});
  const data = JSON.stringify(entry.body ?? {}, (_, item) => (Object(item).key === "startup-script" ? "" : item));
  const found = secretTexts.find((pattern) => pattern.test(text)) ?? [secretNames].find((names) => names.test(data));
  const written = /:addVersion$|\/serviceAccounts\/[^/]+\/keys$/.test(entry.path.split("?")[0] ?? "");
  if (found === undefined && !written) return [];
  const what = `${entry.method} ${entry.path} carries ${found === undefined ? "a key" : String(found)}`;
  return [{ rule: "secret", sequence: entry.sequence, what }];
}
