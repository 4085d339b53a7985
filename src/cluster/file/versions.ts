import type { Problem } from "../problem.ts";
import { quote } from "../quote.ts";

/** The minor versions of Kubernetes 1 that replicas can be set up with, oldest first. */
const minors = [34, 35, 36] as const;
const number = "(0|[1-9][0-9]{0,5})";
const exact = new RegExp(`^${number}\\.${number}\\.${number}$`);

export const kubernetesPattern = `^1\\.(${minors.join("|")})\\.${number}$`;
export const providerPattern = `^[56]\\.${number}\\.${number}$`;

/** What is wrong with a Kubernetes version; undefined when Quorate supports it. */
export function kubernetesVersionProblem(version: string): Problem | undefined {
  const parts = exact.exec(version);
  const remedy = `Write a version from 1.${minors[0]} to 1.${minors.at(-1)} in full, such as 1.${minors.at(-1)}.3`;
  if (parts === null) {
    return { code: "Q030", message: `${quote(version)} is not a Kubernetes version of the form x.y.z`, remedy };
  }
  if (parts[1] === "1" && minors.some((minor) => String(minor) === parts[2])) return undefined;
  return { code: "Q031", message: `Kubernetes ${parts[1]}.${parts[2]} is not supported`, remedy };
}

/** What is wrong with a google provider version: a range, or a major version that Quorate does not know. */
export function providerVersionProblem(version: string): Problem | undefined {
  if (new RegExp(providerPattern).test(version)) return undefined;
  return {
    code: "Q032",
    message: `${quote(version)} is not an exact version of the google provider's major versions 5 or 6`,
    remedy: "Write one version in full, such as 6.50.0, so that plan and apply run the same provider",
  };
}
