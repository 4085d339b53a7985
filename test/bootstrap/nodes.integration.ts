import { expect, jest, test } from "@jest/globals";
import { python } from "../kit/python.ts";

jest.setTimeout(60_000);

interface Turn {
  /** In seconds. */
  readonly at: number;
  /** Nodes with their condition Ready. */
  readonly nodes: Readonly<Record<string, "True" | "False" | "Unknown">>;
  readonly members: readonly string[];
  readonly told: readonly string[];
  readonly remove?: readonly string[];
}

const two = { members: ["b", "c"], told: ["b", "c"] };
const ready = { b: "True", c: "True" } as const;

test.each<[string, Turn[], string[][]]>([
  ["a Node of a member, ready or not, stays", [{ at: 0, nodes: { ...ready, c: "Unknown" }, ...two }], [[]]],
  [
    "one that is named for removal and not ready is deleted at once",
    [{ at: 0, nodes: { ...ready, d: "Unknown" }, ...two, remove: ["d"] }],
    [["d"]],
  ],
  [
    "one that was named, and whose kubelet fell silent after the last word of it, is deleted a minute later",
    [
      { at: 0, nodes: { ...ready, d: "True" }, ...two, remove: ["d"] },
      { at: 20, nodes: { ...ready, d: "Unknown" }, ...two },
      { at: 79, nodes: { ...ready, d: "Unknown" }, ...two },
      { at: 80, nodes: { ...ready, d: "Unknown" }, ...two },
    ],
    [[], [], [], ["d"]],
  ],
  [
    "a newcomer under the name of one that was removed keeps its Node",
    [
      { at: 0, nodes: { ...ready, d: "True" }, ...two, remove: ["d"] },
      { at: 20, nodes: { ...ready, d: "False" }, ...two },
      { at: 40, nodes: { ...ready, d: "False" }, members: ["b", "c", "d"], told: ["b", "c"] },
      { at: 60, nodes: { ...ready, d: "Unknown" }, members: ["b", "c"], told: ["b", "c", "d"] },
    ],
    [[], [], [], []],
  ],
  [
    "one that nobody has named, and whose kubelet says that it is not ready, is deleted after five minutes",
    [
      { at: 0, nodes: { ...ready, d: "False" }, ...two },
      { at: 299, nodes: { ...ready, d: "False" }, ...two },
      { at: 300, nodes: { ...ready, d: "False" }, ...two },
    ],
    [[], [], ["d"]],
  ],
])("%s", async (_, turns, deleted) => {
  expect(await python("tidy.py", turns)).toEqual(deleted);
});
