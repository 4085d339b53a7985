import type { ClusterSpec } from "../cluster-spec.ts";
import type { Problem } from "../problem.ts";

const most = 7;

/** R10, A12: what is wrong with the number of replicas that an edit would leave; undefined when nothing is. */
export function countProblem({ controlPlane }: ClusterSpec, count: number): Problem | undefined {
  const grows = count > controlPlane.replicas.length;
  if (count === 0) {
    const message = "No replica would be left";
    return { code: "Q040", message, remedy: "Keep one; to delete the whole cluster, run quorate delete" };
  }
  if (count > most) {
    const message = `There would be ${count} replicas, more than etcd works well with`;
    return { code: "Q042", message, remedy: `Keep to ${most} replicas at most; remove one first` };
  }
  if (count !== 2 || controlPlane.acceptTwoReplicas) return undefined;
  const message =
    "There would be two replicas, and etcd would need both, so that either one's failure stops the cluster";
  const together = grows
    ? "Add two at once, as in quorate add FILE ZONE ZONE"
    : "Remove so many at once that one is left, as in quorate remove FILE NAME NAME";
  return { code: "Q041", message, remedy: `${together}; or set acceptTwoReplicas: true in the file` };
}
