import type { LockInfo } from "./terraform-error.ts";

/**
 * Reads the `Lock Info:` block out of a diagnostic's detail: Terraform has it nowhere else, not even with `-json`.
 * null where there is none, as when the lock could not be tried at all.
 */
export function parseLockInfo(detail: string): LockInfo | null {
  const start = detail.indexOf("Lock Info:");
  if (start < 0) return null;
  const fields = new Map<string, string>();
  for (const line of detail.slice(start).split("\n").slice(1)) {
    const [, key, value] = /^\s+([A-Z]\w*):\s*(.*?)\s*$/.exec(line) ?? [];
    if (key === undefined || value === undefined) break;
    fields.set(key, value);
  }
  const id = fields.get("ID");
  if (id === undefined || id === "") return null;
  return {
    id,
    who: fields.get("Who") ?? "",
    operation: fields.get("Operation") ?? "",
    created: isoTime(fields.get("Created") ?? ""),
    path: fields.get("Path") ?? "",
  };
}

/** From Go's way of printing a time, `2026-11-21 11:32:50.006053792 +0000 UTC`. */
function isoTime(text: string): string {
  const [, day, time] = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d{1,3})?)\d* \+0000 UTC/.exec(text) ?? [];
  return day === undefined || time === undefined ? text : new Date(`${day}T${time}Z`).toISOString();
}
