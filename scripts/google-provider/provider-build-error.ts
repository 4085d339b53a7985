/** Why there is no provider, and what to do about it. */
export class ProviderBuildError extends Error {
  readonly code: "missing-go" | "old-go" | "build-failed" | "build-busy";
  readonly remedy: string;

  constructor(code: ProviderBuildError["code"], message: string, remedy: string, options?: ErrorOptions) {
    super(`${message} ${remedy}`, options);
    this.name = "ProviderBuildError";
    this.code = code;
    this.remedy = remedy;
  }
}
