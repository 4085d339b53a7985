import type { Diagnostic } from "../cluster/diagnostic.ts";
import type { Step } from "../plan/step.ts";

/** Warns of two voters on the way to another number: the loss of either stops the cluster for that while (R2, R10). */
export function announce(steps: readonly Step[]): Diagnostic[] {
  const last = steps.at(-1);
  if (last?.etcd.after.voters === 2) return [];
  const windows = steps
    .filter((step) => step.etcd.after.voters === 2 && step.etcd.before.voters !== 2)
    .map((begin) => {
      const end = steps.find((step) => step.id > begin.id && step.etcd.after.voters !== 2);
      return `${begin.id} and until step ${end?.id ?? "the last"} has passed`;
    });
  if (windows.length === 0) return [];
  return [
    {
      severity: "warning",
      code: "Q058",
      message: `After step ${windows.join(", after step ")}, etcd has two voters and survives the loss of neither`,
      remedy: "Apply while both zones are healthy; nothing needs to change in the file",
    },
  ];
}
