import { InvalidArgumentError } from "commander";

/** An option's value as a whole number of 0 or more. Throws InvalidArgumentError, which the command line explains. */
export function whole(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError("It must be a whole number.");
  return Number(text);
}
