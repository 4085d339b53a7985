const statuses: Readonly<Record<number, string>> = {
  400: "INVALID_ARGUMENT",
  401: "UNAUTHENTICATED",
  403: "PERMISSION_DENIED",
  404: "NOT_FOUND",
  409: "ALREADY_EXISTS",
  412: "FAILED_PRECONDITION",
  429: "RESOURCE_EXHAUSTED",
  500: "INTERNAL",
  501: "UNIMPLEMENTED",
  503: "UNAVAILABLE",
};

/** A refusal, in the words of Google's APIs. `reason` is stable, such as `notFound`; `message` is for people. */
export class CloudError extends Error {
  readonly code: number;
  readonly reason: string;
  readonly status: string;

  constructor(code: number, reason: string, message: string, status = statuses[code] ?? "UNKNOWN") {
    super(message);
    this.name = "CloudError";
    this.code = code;
    this.reason = reason;
    this.status = status;
  }

  /** The response's body, in the shape that Google's clients read. */
  body(): Readonly<Record<string, unknown>> {
    const { code, message, reason, status } = this;
    const domain = /^(?:quota|rateLimit)Exceeded$/.test(reason) ? "usageLimits" : "global";
    return { error: { code, message, status, errors: [{ message, domain, reason }] } };
  }

  /** The same refusal as the error of an operation that has failed. */
  operationError(): { readonly code: string; readonly message: string } {
    return { code: this.reason.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase(), message: this.message };
  }
}

/** 404: there is no such resource. */
export function notFound(resource: string): CloudError {
  return new CloudError(404, "notFound", `The resource '${resource}' was not found`);
}

/** 409: the name is taken. */
export function alreadyExists(resource: string): CloudError {
  return new CloudError(409, "alreadyExists", `The resource '${resource}' already exists`);
}

/** 400: somebody else uses the resource; `user` says who. */
export function inUse(resource: string, user: string): CloudError {
  return new CloudError(
    400,
    "resourceInUseByAnotherResource",
    `The resource '${resource}' is already being used by '${user}'`,
  );
}

/** 400: a field's value cannot be accepted. */
export function invalid(field: string, value: unknown, why: string): CloudError {
  const shown = typeof value === "string" ? value : JSON.stringify(value);
  return new CloudError(400, "invalid", `Invalid value for field '${field}': '${shown}'. ${why}`);
}

/** 412: a fingerprint or generation is not the current one. */
export function conditionNotMet(message: string): CloudError {
  return new CloudError(412, "conditionNotMet", message);
}

/** 501: the local cloud does not know this call. Names it, so that the gap is found at once. */
export function notImplemented(method: string, path: string): CloudError {
  return new CloudError(501, "notImplemented", `The local cloud does not implement ${method} ${path}`);
}
