import * as z from "zod";
import type { Violation } from "../violation.ts";
import { overlap, parseCidr } from "./cidr.ts";
import { cidr, named } from "./fields.ts";
import { networkName } from "./names.ts";
import type { Section, SectionRule } from "./section.ts";
import { alsoPlanned, refusals } from "./value-refusal.ts";

const defaultPods = "10.244.0.0/16";
const defaultServices = "10.96.0.0/12";

const schema = z
  .strictObject({
    name: named(networkName, { title: "Network", description: "VPC network, by its short name." }).default("default"),
    subnetwork: named(networkName, {
      title: "Subnetwork",
      description: "Subnetwork of the region; by default it has the network's name, as in auto-mode networks.",
    }).optional(),
    podCidr: cidr({ title: "Pod range", description: "IPv4 range that pods get addresses from, /8 to /21." }).default(
      defaultPods,
    ),
    serviceCidr: cidr({
      title: "Service range",
      description: "IPv4 range that services get addresses from, /12 to /28; it may not overlap the pod range.",
    }).default(defaultServices),
    egress: z
      .enum(["managedNat", "existingNat"])
      .meta({
        title: "Egress",
        description: "How replicas reach the internet: through a Cloud NAT of the cluster's own, or through yours.",
      })
      .register(refusals, alsoPlanned(["externalIps"], "managedNat or existingNat"))
      .default("managedNat"),
  })
  .meta({ title: "Network", description: "Where the cluster lives and which addresses it uses." })
  .prefault({});

type Rule = SectionRule<z.output<typeof schema>>;

/** Every instance takes a /24 of the pod range; the API server reads at most 2^20 services, kubeadm wants 16. */
const sizes = [
  { key: "podCidr", least: 8, most: 21 },
  { key: "serviceCidr", least: 12, most: 28 },
] as const;

/** Pod and service ranges have a size that Kubernetes can work with. */
const rangeSizes: Rule = (network) =>
  sizes.flatMap(({ key, least, most }): Violation[] => {
    const prefix = parseCidr(network[key] ?? "")?.prefix;
    if (prefix === undefined || (prefix >= least && prefix <= most)) return [];
    const message = `A /${prefix} is too ${prefix < least ? "large" : "small"} for ${key}`;
    const remedy = `Choose a range from /${least} to /${most}`;
    return [{ path: [key], problem: { code: "Q039", message, remedy } }];
  });

/** Pods and services have no address in common. */
const rangesApart: Rule = ({ podCidr, serviceCidr }) => {
  const pods = parseCidr(podCidr ?? "");
  const services = parseCidr(serviceCidr ?? "");
  if (pods === undefined || services === undefined || !overlap(pods, services)) return [];
  const message = `The service range ${serviceCidr} overlaps the pod range ${podCidr}`;
  const remedy = `Choose ranges without a common address, such as ${defaultPods} and ${defaultServices}`;
  const path = [serviceCidr === defaultServices ? "podCidr" : "serviceCidr"];
  return [{ path, problem: { code: "Q036", message, remedy } }];
};

/** Where the cluster lives and which addresses it uses. */
export const network = {
  schema,
  rules: [rangeSizes, rangesApart],
  told: z.object({ podCidr: z.string(), serviceCidr: z.string() }),
} satisfies Section<typeof schema>;
