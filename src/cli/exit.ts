/** A command's exit code: of `plan` 0 no changes, 2 changes, 1 error; of the others 0 or 1. */
export type ExitCode = 0 | 1 | 2;
