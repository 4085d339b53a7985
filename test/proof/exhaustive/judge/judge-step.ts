import type { Gate } from "../../../../src/plan/gate.ts";
import type { EtcdState, Step } from "../../../../src/plan/step.ts";
import type { Topology } from "../../../../src/topology/topology.ts";
import { majority } from "../etcd-model.ts";
import { opens } from "../gate-model.ts";
import { Move } from "../move.ts";
import type { Violation } from "../violation.ts";
import type { World } from "../world.ts";
import { judgeInstances } from "./judge-instances.ts";
import { judgeMembership } from "./judge-membership.ts";
import { judgeTraffic } from "./judge-traffic.ts";

/** What somebody accepted or asked for, as far as it decides what a step may do. */
export interface Licence {
  readonly acceptOutage: boolean;
  readonly deleteCluster: boolean;
}

/**
 * Takes a step in the world and says what is wrong with it. Afterwards the world is as Terraform left it: nobody has
 * waited for the gates after the step yet (`settle` does).
 */
export function takeStep(step: Step, world: World, licence: Licence): Violation[] {
  const violations: Violation[] = [];
  const { before, after } = step;
  const blame = (rule: Violation["rule"], says: string) => violations.push({ rule, step: step.id, says });
  wait(step, "before", before, world, violations);
  judgeNumbers(step.etcd.before, before, world, blame);
  for (const refusal of world.cloud.apply(before, after)) blame("cloud", refusal);
  if (after === null) {
    if (!licence.deleteCluster) blame("R7", "the cluster is deleted, and nobody asked for it");
    return violations;
  }
  const move = new Move(step, after, world, licence.acceptOutage, violations);
  for (const { name } of move.created) world.boot(name);
  judgeTraffic(move);
  judgeMembership(move);
  judgeInstances(move);
  judgeNumbers(step.etcd.after, after, null, blame);
  return violations;
}

/** Waits for the gates after a step. A gate that never opens would stop the apply for good. */
export function settle(step: Step, world: World): Violation[] {
  const violations: Violation[] = [];
  wait(step, "after", step.after, world, violations);
  return violations;
}

function wait(step: Step, when: Gate["when"], told: Topology | null, world: World, violations: Violation[]): void {
  if (told === null) return;
  for (const gate of step.gates) {
    if (gate.when !== when || opens(gate, world, told)) continue;
    violations.push({
      rule: "gate",
      step: step.id,
      says: `${when} ${step.kind}, ${gate.check}(${gate.subject}) never opens`,
    });
  }
}

/** The arithmetic that reviewers see is etcd's. */
function judgeNumbers(
  said: EtcdState,
  topology: Topology | null,
  world: World | null,
  blame: (rule: "honest", says: string) => void,
): void {
  const voters = topology?.members.length ?? 0;
  const quorum = voters === 0 ? 0 : majority(voters);
  if (said.voters !== voters || said.quorum !== quorum || said.tolerates !== voters - quorum) {
    blame("honest", `it says ${JSON.stringify(said)} of ${voters} voters`);
  }
  if (world === null || topology === null || said.healthy === null) return;
  const up = topology.members.filter((name) => world.up(name));
  const sure = up.filter((name) => !world.hopes.has(name));
  if (said.healthy < sure.length || said.healthy > up.length) {
    blame("honest", `it says that ${said.healthy} of ${voters} voters are healthy; ${up.length} are`);
  }
}
