/** What can go wrong with a call, and what it looks like to the caller. */
export const faultKinds = {
  "too-many-requests": "429, with Retry-After where --retry-after says so",
  "internal-error": "500",
  "bad-gateway": "502, a page of Google's front end",
  unavailable: "503",
  "connection-reset": "the connection is reset",
  "no-answer": "nothing, until the connection is closed after --seconds",
  "operation-fails": "accepted; then the operation is DONE with INTERNAL_ERROR",
  "stock-out": "accepted; then DONE with ZONE_RESOURCE_POOL_EXHAUSTED",
  "quota-exceeded": "403, quotaExceeded",
  "permission-denied": "403, forbidden",
  "in-use": "400, resourceInUseByAnotherResource",
} as const;

export type FaultKind = keyof typeof faultKinds;
