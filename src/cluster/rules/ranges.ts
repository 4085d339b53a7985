import { defaultRanges, overlap, parseCidr } from "../cidr.ts";
import type { Rule, Violation } from "./rule.ts";

/** Every instance takes a /24 of the pod range; the API server reads at most 2^20 services, kubeadm wants 16. */
const sizes = [
  { key: "podCidr", least: 8, most: 21 },
  { key: "serviceCidr", least: 12, most: 28 },
] as const;

/** Pod and service ranges have a size that Kubernetes can work with. */
export const rangeSizes: Rule = ({ spec }) =>
  sizes.flatMap(({ key, least, most }): Violation[] => {
    const prefix = parseCidr(spec?.network?.[key] ?? "")?.prefix;
    if (prefix === undefined || (prefix >= least && prefix <= most)) return [];
    const message = `A /${prefix} is too ${prefix < least ? "large" : "small"} for ${key}`;
    const remedy = `Choose a range from /${least} to /${most}`;
    return [{ path: ["spec", "network", key], problem: { code: "Q039", message, remedy } }];
  });

/** Pods and services have no address in common. */
export const rangesApart: Rule = ({ spec }) => {
  const { podCidr, serviceCidr } = spec?.network ?? {};
  const pods = parseCidr(podCidr ?? "");
  const services = parseCidr(serviceCidr ?? "");
  if (pods === undefined || services === undefined || !overlap(pods, services)) return [];
  const message = `The service range ${serviceCidr} overlaps the pod range ${podCidr}`;
  const remedy = `Choose ranges without a common address, such as ${defaultRanges.pods} and ${defaultRanges.services}`;
  const path = ["spec", "network", serviceCidr === defaultRanges.services ? "podCidr" : "serviceCidr"];
  return [{ path, problem: { code: "Q036", message, remedy } }];
};
