import * as z from "zod";
import { labels, type Resource, resourceName } from "../resource.ts";

export const forwardingRuleBody = z.looseObject({
  name: resourceName,
  IPAddress: z.string().optional(),
  IPProtocol: z.string().default("TCP"),
  ports: z.array(z.string()).max(5).optional(),
  portRange: z.string().optional(),
  loadBalancingScheme: z.literal("EXTERNAL", "The local cloud knows external load balancers only."),
  networkTier: z.enum(["PREMIUM", "STANDARD"]).default("PREMIUM"),
  backendService: z.string(),
  labels: labels.optional(),
});

/** A regional forwarding rule of an external passthrough load balancer. `backendService` is a key. */
export type ForwardingRule = z.output<typeof forwardingRuleBody> & Resource & { readonly IPAddress: string };
