import { isDeepStrictEqual } from "node:util";
import type { Topology } from "./topology.ts";

/** Whether two topologies are the same; lists are canonical, so order never makes a difference. */
export function sameTopology(a: Topology | null, b: Topology | null): boolean {
  return isDeepStrictEqual(a, b);
}
