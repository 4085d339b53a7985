import { parseCidr } from "../cidr.ts";
import type { Rule } from "./rule.ts";

const path = ["spec", "endpoint", "allowedCidrs"] as const;

/** The API admits somebody, and not everybody. */
export const exposure: Rule = ({ spec }) => {
  const allowed = spec?.endpoint?.allowedCidrs;
  if (allowed === undefined) return [];
  if (allowed.length === 0) {
    const message = "An empty list would open the API to the whole internet, because a firewall rule reads it so";
    return [{ path, problem: { code: "Q037", message, remedy: "List the ranges that may reach the API" } }];
  }
  const open = allowed.findIndex((range) => range !== undefined && parseCidr(range)?.prefix === 0);
  if (open === -1) return [];
  const message = "The whole internet may reach the API";
  const remedy = "List only the ranges that need it, such as 203.0.113.0/24";
  return [{ path: [...path, open], problem: { code: "Q049", message, remedy } }];
};
