import type { Diagnostic } from "../cluster/diagnostic.ts";
import type { Step } from "./change-plan.ts";

/** Warns of two voters on the way to another number: the loss of either stops the cluster for that while (R2, R10). */
export function announce(steps: readonly Step[]): Diagnostic[] {
  const final = steps.at(-1)?.etcd.after.voters;
  const through = steps.filter((step) => step.kind !== "delete-cluster" && step.etcd.after.voters === 2);
  const [first] = through;
  const last = through.at(-1);
  if (final === 2 || first === undefined || last === undefined) return [];
  return [
    {
      severity: "warning",
      code: "Q058",
      message: `After step ${first.id} and until step ${last.id + 1} has passed, etcd has two voters and survives the loss of neither`,
      remedy: "Apply while both zones are healthy; nothing needs to change in the file",
    },
  ];
}
