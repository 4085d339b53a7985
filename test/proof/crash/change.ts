/** A change that runs are killed in the middle of. Clusters are named `life`; letters are zones, one for each replica. */
export interface Change {
  readonly name: string;
  /** What is there before. */
  readonly from: string;
  /** What the file asks for. */
  readonly to: string;
  readonly command: "apply" | "replace" | "delete";
  /** The replica that is replaced. */
  readonly subject?: string;
}

export const changes: readonly Change[] = [
  { name: "from one to three", from: "b", to: "bcd", command: "apply" },
  { name: "from three to five", from: "bcd", to: "bcdbc", command: "apply" },
  { name: "from three to one", from: "bcd", to: "b", command: "apply" },
  { name: "a replacement in three", from: "bcd", to: "bcd", command: "replace", subject: "life-b" },
  { name: "a deletion", from: "bcd", to: "bcd", command: "delete" },
];

const options = ["--yes", "--gate-timeout", "60"];

/** The words after `quorate` that make a change. */
export function commandOf({ command, subject }: Pick<Change, "command" | "subject">): readonly string[] {
  return [command, "cluster.yaml", ...(subject === undefined ? [] : [subject]), ...options];
}
