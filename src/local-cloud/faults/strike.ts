import { CloudError } from "../cloud-error.ts";
import type { Store } from "../store.ts";
import { type Fault, faultShape } from "./fault.ts";

/** Puts a fault into the store. Throws CloudError 400 for one that cannot be. */
export function inject(store: Store, wanted: unknown): Fault {
  const parsed = faultShape.safeParse(wanted);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new CloudError(400, "invalid", `${issue?.path.join(".") || "The fault"}: ${issue?.message}`);
  }
  const fault: Fault = { ...parsed.data, id: String(store.next("fault")), seen: 0, struck: 0 };
  store.faults.set(fault.id, fault);
  return fault;
}

/** Takes all faults out of the store. Answers how many there were. */
export function clearFaults(store: Store): number {
  const all = store.faults.values();
  for (const { id } of all) store.faults.delete(id);
  return all.length;
}

/** The fault that strikes this call, counted in the store; the oldest, where several would. `path` is with its query. */
export function strike(store: Store, { method, path }: { readonly method: string; readonly path: string }) {
  let striking: Fault | undefined;
  for (const fault of store.faults.values()) {
    if (fault.method !== undefined && fault.method !== method) continue;
    if (!new RegExp(fault.path).test(path)) continue;
    const seen = fault.seen + 1;
    const due = seen >= fault.nth && (fault.count === 0 || fault.struck < fault.count);
    const strikes = due && striking === undefined;
    const counted = { ...fault, seen, struck: fault.struck + (strikes ? 1 : 0) };
    store.faults.set(fault.id, counted);
    if (strikes) striking = counted;
  }
  return striking;
}
