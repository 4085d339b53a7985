import type { ClusterFile } from "../cluster-file.ts";
import type { SectionRule } from "../file/section.ts";
import type { Violation } from "../violation.ts";
import type { Draft } from "../yaml/draft.ts";
import type { Path } from "../yaml/source.ts";

/** What is wrong with fields that are each valid by themselves. Says nothing about fields that the draft lacks. */
export type Rule = (file: Draft<ClusterFile>) => Violation[];

/** Where the replicas stand in a file. */
export const replicasPath: Path = ["spec", "controlPlane", "replicas"];

/** The rules of one section, as a rule of the file. */
export function inSection<Key extends keyof ClusterFile["spec"]>(
  key: Key,
  rules: readonly SectionRule<ClusterFile["spec"][Key]>[],
): Rule {
  return ({ spec }) => {
    const section = spec?.[key] as Draft<ClusterFile["spec"][Key]> | undefined;
    if (section === undefined) return [];
    return rules
      .flatMap((rule) => rule(section))
      .map(({ path, problem }) => ({ path: ["spec", key, ...path], problem }));
  };
}
