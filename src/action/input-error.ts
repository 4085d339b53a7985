/** An input has a value that means nothing. */
export class InputError extends Error {
  readonly remedy: string;

  constructor(message: string, remedy: string) {
    super(message);
    this.name = "InputError";
    this.remedy = remedy;
  }
}
