import * as z from "zod";
import type { Problem } from "../../problem.ts";
import { parseCidr } from "../cidr.ts";
import { cidr, whole } from "../fields.ts";
import type { SectionRule } from "../section.ts";

/** Ports that a replica needs for itself: SSH, etcd's clients and peers, the kubelet, controller-manager, scheduler. */
const takenPorts = [22, 2379, 2380, 2381, 10248, 10249, 10250, 10256, 10257, 10259];

/** What is wrong with the endpoint's port; undefined when nothing is. */
function portProblem(port: number): Problem | undefined {
  const remedy = "Choose a port from 1 to 65535, such as 6443 or 443";
  if (port < 1 || port > 65535) return { code: "Q038", message: `${port} is not a port`, remedy };
  if (!takenPorts.includes(port)) return undefined;
  return { code: "Q038", message: `Port ${port} is taken by another part of every replica`, remedy };
}

const fields = {
  loadBalancer: z
    .enum(["whenReplicated", "always"])
    .meta({
      title: "Load balancer",
      description:
        "whenReplicated: a single replica holds the endpoint's IP itself. always: the IP never moves between holders.",
    })
    .default("whenReplicated"),
  port: whole(portProblem, {
    title: "Port",
    description: "Port of the API.",
    minimum: 1,
    maximum: 65535,
    not: { enum: takenPorts },
  }).default(6443),
  allowedCidrs: z
    .array(cidr({ title: "Allowed range", description: "IPv4 range that may reach the API." }))
    .default(["0.0.0.0/0"])
    .meta({
      title: "Allowed ranges",
      description: "Client ranges that may reach the API; by default the whole internet, which is a warning.",
      minItems: 1,
    }),
};

/** The API admits somebody, and not everybody. */
const exposure: SectionRule<z.output<z.ZodObject<typeof fields>>> = ({ allowedCidrs: allowed }) => {
  if (allowed === undefined) return [];
  const path = ["allowedCidrs"];
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

/** An endpoint of the kind `external`: a regional static IP on a passthrough load balancer. */
export const external = { fields, rules: [exposure], told: { port: z.number() } };
