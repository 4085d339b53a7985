import * as z from "zod";

/** One request of a client, and what came of it. Times are milliseconds since the Unix epoch. */
export const requestShape = z.object({
  /** `create`: an object of its own. `set` and `get`: a register that one client writes. */
  kind: z.enum(["create", "set", "get"]),
  /** The object's name. */
  key: z.string(),
  /** What was written, or read; null for a read that failed. */
  value: z.number().nullable(),
  start: z.number(),
  end: z.number(),
  /** Why it failed: a status, or a code of the operating system; null when it was acknowledged. */
  error: z.string().nullable(),
});

export type Request = z.output<typeof requestShape>;

/** Reads what a client has printed: one request a line. A line that was cut off by the client's end is left out. */
export function parseRequests(text: string): readonly Request[] {
  return text.split("\n").flatMap((line) => {
    try {
      return [requestShape.parse(JSON.parse(line))];
    } catch {
      return [];
    }
  });
}
