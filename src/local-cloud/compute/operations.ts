import { STATUS_CODES } from "node:http";
import { CloudError, notFound } from "../cloud-error.ts";
import type { Store } from "../store.ts";
import { carryOut } from "./compute-write.ts";
import type { ComputeCall, Effect, Operation, OperationError } from "./operation.ts";
import { link, linkPrefix } from "./resource.ts";

const keptOperations = 200;

/**
 * Checks a call, and starts its operation: with `durationMs` 0 the change has happened on return. One that `fails` is
 * accepted, and its change never happens.
 */
export function startOperation(
  store: Store,
  call: ComputeCall,
  now: number,
  durationMs: number,
  fails?: OperationError,
): Operation {
  let effect: Effect | undefined;
  if (durationMs === 0 && fails === undefined) effect = carryOut(store, call, now);
  else store.rehearse(() => (effect = carryOut(store, call, now)));
  if (effect === undefined) throw new Error("A call without effect");
  const scope = /^projects\/[^/]+\/(?:global|(?:regions|zones)\/[^/]+)/.exec(effect.target)?.[0] ?? "";
  const number = String(store.next("operation")).padStart(6, "0");
  const key = `${scope}/operations/operation-${now}-${number}`;
  const settled = durationMs === 0;
  const failure = fails === undefined ? {} : settled ? { error: fails } : { fails };
  const operation: Operation = { key, call, effect, insertedAt: now, durationMs, settled, ...failure };
  store.operations.set(key, operation);
  const [oldest] = store.operations.entries();
  if (oldest?.[1].settled && store.operations.entries().length > keptOperations) store.operations.delete(oldest[0]);
  return operation;
}

/** When an operation's change is to happen. */
export function effectTime(operation: Operation): number {
  return operation.insertedAt + (operation.durationMs * 2) / 3;
}

/** Lets the change happen, checked again: the cloud may not be as it was when the call came. */
export function settleOperation(store: Store, operation: Operation, now: number): Operation {
  const settled = { ...operation, ...attempt(store, operation, now), settled: true };
  store.operations.set(operation.key, settled);
  return settled;
}

function attempt(store: Store, operation: Operation, now: number): Partial<Operation> {
  if (operation.fails !== undefined) return { error: operation.fails };
  try {
    return { effect: carryOut(store, operation.call, now) };
  } catch (error) {
    if (!(error instanceof CloudError)) throw error;
    return { error: { code: error.code, reason: error.reason, message: error.message } };
  }
}

/** The operation at `key`. */
export function findOperation(store: Store, key: string): Operation {
  const operation = store.operations.get(key);
  if (operation === undefined) throw notFound(key);
  return operation;
}

/** What GET answers for an operation at a moment. */
export function operationView(operation: Operation, now: number): Readonly<Record<string, unknown>> {
  const { key, effect, insertedAt, durationMs, error } = operation;
  const status =
    operation.settled && now >= insertedAt + durationMs
      ? "DONE"
      : now >= insertedAt + durationMs / 3
        ? "RUNNING"
        : "PENDING";
  const [, project, level = "", where] = key.split("/");
  const place =
    level === "global" ? {} : { [level.slice(0, -1)]: `${linkPrefix}projects/${project}/${level}/${where}` };
  const refusal = error && new CloudError(error.code, error.reason, error.message);
  return {
    kind: "compute#operation",
    id: key.slice(key.lastIndexOf("-") + 1),
    name: key.slice(key.lastIndexOf("/") + 1),
    selfLink: link(key),
    operationType: effect.operationType,
    targetLink: link(effect.target),
    targetId: effect.targetId,
    status,
    progress: status === "DONE" ? 100 : 0,
    insertTime: new Date(insertedAt).toISOString(),
    user: "local",
    ...place,
    ...(status === "PENDING" ? {} : { startTime: new Date(insertedAt + durationMs / 3).toISOString() }),
    ...(status === "DONE" ? { endTime: new Date(insertedAt + durationMs).toISOString() } : {}),
    ...(status === "DONE" && refusal
      ? {
          error: { errors: [refusal.operationError()] },
          httpErrorStatusCode: refusal.code,
          httpErrorMessage: (STATUS_CODES[refusal.code] ?? "").toUpperCase(),
        }
      : {}),
  };
}
