/** Why a program could not be built, and what to do about it. */
export class BuildError extends Error {
  readonly code: "missing-go" | "old-go" | "build-failed" | "build-busy";
  readonly remedy: string;

  constructor(code: BuildError["code"], message: string, remedy: string, options?: ErrorOptions) {
    super(`${message} ${remedy}`, options);
    this.name = "BuildError";
    this.code = code;
    this.remedy = remedy;
  }
}
