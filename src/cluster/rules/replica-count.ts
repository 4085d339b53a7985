import type { Code } from "../codes.ts";
import { quorum, tolerance } from "../quorum.ts";
import { type Rule, replicasPath } from "./rule.ts";

/** R10 and A12: one replica or three to seven; two only where the file accepts them; even counts draw a warning. */
export const replicaCount: Rule = ({ spec }) => {
  const replicas = spec?.controlPlane?.replicas;
  if (replicas === undefined) return [];
  const count = replicas.length;
  const found = (code: Code, message: string, remedy: string) => [
    { path: replicasPath, problem: { code, message, remedy } },
  ];
  if (count === 0) return found("Q040", "There is no replica", "List 1, 3, 5 or 7 replicas, each with its zone");
  if (count > 7) {
    return found("Q042", `${count} replicas are more than etcd works well with`, "List at most seven replicas");
  }
  if (count === 2) {
    const message = "With two replicas etcd needs both, so that either one's failure stops the cluster";
    const accepted = spec?.controlPlane?.acceptTwoReplicas;
    if (accepted === true) return found("Q046", message, "Add a third replica");
    const remedy = "Add a third replica, or set acceptTwoReplicas: true";
    return accepted === false ? found("Q041", message, remedy) : [];
  }
  if (count % 2 === 0) {
    const message = `${count} replicas tolerate ${tolerance(count)} failed, as ${count - 1} do, but a write needs ${quorum(count)} of them`;
    return found("Q047", message, `List ${count - 1} or ${count + 1} replicas`);
  }
  return [];
};
