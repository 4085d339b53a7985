import type { Diagnostic } from "../../cluster/diagnostic.ts";
import { nearest } from "../../cluster/nearest.ts";
import { quorum } from "../../cluster/quorum.ts";
import type { Health } from "../../plan/health.ts";
import { type Refusal, refusal } from "../../plan/refusal.ts";
import type { ChangeRequest } from "../../plan/request.ts";
import { changed, enrolled, type Fleet } from "../../topology/fleet.ts";
import type { Replica, Topology } from "../../topology/topology.ts";
import { endpointSteps } from "../endpoint/endpoint-steps.ts";
import { isHealthy } from "../health.ts";
import { find, has, healthyMembers, isOnly, type Proposal, restarting } from "../situation.ts";
import { bringBack } from "./lost-quorum.ts";

/** How a replacement begins: with a step of its own, or by going on with what is under way. */
export interface Replacement {
  readonly step?: Proposal;
  readonly said: readonly Diagnostic[];
}

/**
 * Begins to replace a replica: marks its instance, so that every plan from there on, whoever makes it, removes it and
 * creates it anew (R11). Where that is under way the request adds nothing: an unfinished newcomer is not thrown away
 * for it. Nothing begins where the request is another.
 */
export function replaceReplica(
  fleet: Fleet,
  observed: Topology | null,
  desired: Topology,
  request: ChangeRequest,
  health: Health,
): Replacement | Refusal {
  if (request.kind !== "replace") return { said: [] };
  const { replica: name, again = false } = request;
  const unknown = unknownReplica(fleet, observed, desired, name);
  if (unknown !== undefined) return { refused: unknown };
  const replica = observed === null ? undefined : find(observed, fleet, name);
  if (observed === null || replica === undefined) return { said: [] };
  if (replica.renew === true || observed.remove.includes(name)) return { said: [] };
  if (isNewcomer(fleet, observed, desired, replica) && !again) return { said: [goesOn(name)] };
  if (isOnly(observed, desired, fleet, name)) {
    const leaves = fleet.of(observed).length > 1;
    return leaves ? { said: [finishesFirst(name)] } : refusalOfOnly(fleet, observed, name, health);
  }
  return { step: markReplica(fleet, observed, name), said: [] };
}

/** Why there is no such replica to replace; undefined when there is one, or when the file wants one that is gone. */
function unknownReplica(
  fleet: Fleet,
  observed: Topology | null,
  desired: Topology,
  name: string,
): Diagnostic | undefined {
  const names = fleet.of(desired).map((replica) => replica.name);
  const diagnose = (message: string, remedy: string) => refusal("Q070", message, remedy).refused;
  if (!names.includes(name)) {
    const near = nearest(name, names);
    const all = `The file has ${names.join(", ")}`;
    if (observed !== null && has(observed, fleet, name)) {
      return diagnose(
        `The file does not have ${name} any more, so it cannot be replaced`,
        "Apply the file to remove it",
      );
    }
    return diagnose(
      `There is no replica ${JSON.stringify(name)} in the file`,
      near === undefined ? all : `Did you mean ${near}? ${all}`,
    );
  }
  if (observed !== null) return undefined;
  return diagnose(`${name} cannot be replaced: the cluster does not exist`, "Create the cluster with `quorate apply`");
}

/** Whether a replica is still on its way in: not told to all, or a member that gets no traffic yet. */
function isNewcomer(fleet: Fleet, current: Topology, desired: Topology, replica: Replica): boolean {
  if (!enrolled(current, fleet).includes(replica.name)) return true;
  const stopped = restarting({ current, target: desired, health: null, acceptOutage: false }, fleet);
  if (stopped.some(({ name }) => name === replica.name)) return false;
  const { endpoint } = current;
  return fleet.serves && endpointSteps(current).spreads(endpoint) && !endpointSteps(current).reaches(endpoint, replica);
}

function goesOn(name: string): Diagnostic {
  return {
    severity: "warning",
    code: "Q059",
    message: `${name} is new and not finished yet; it is finished, and not replaced once more`,
    remedy: `If it cannot be finished, throw it away and begin again: \`quorate replace FILE ${name} --again\``,
  };
}

function finishesFirst(name: string): Diagnostic {
  return {
    severity: "warning",
    code: "Q059",
    message: `${name} is the only member left, and is not replaced once more; the removal of the others is finished`,
    remedy: `If it is to be replaced all the same, give it another name in the file: the new one is added first, then ${name} is removed`,
  };
}

function refusalOfOnly(fleet: Fleet, observed: Topology, name: string, health: Health): Refusal {
  return refusal(
    "Q056",
    `${name} is the only replica: removing it first would lose the cluster's data`,
    isHealthy(health, name, fleet.of(observed))
      ? `Add two replicas with \`quorate add\`, apply, and then replace it; or give the replica another name in the file: the new one is added first, then ${name} is removed`
      : bringBack([name]),
  );
}

/**
 * Why a plan that begins with this mark came to no end, where the replica itself is what cannot be removed; undefined
 * where something else is in the way.
 */
export function refusalToReplace({ subject: name, before }: Proposal, health: Health): Refusal | undefined {
  const members = before?.members ?? [];
  const others = members.filter((member) => member !== name);
  const healthy = before === null ? [] : healthyMembers({ current: before, health });
  const down = others.filter((member) => !healthy.includes(member));
  if (healthy.length < quorum(members.length)) {
    return refusal(
      "Q053",
      `${name} cannot be replaced: etcd has lost quorum (${healthy.length} of ${members.length} voters are healthy), so it can neither remove nor add a member`,
      `Without a quorum living replicas are not healthy either. See with \`quorate status\` who gives no sign of life, and start or reset those instances until ${quorum(members.length)} vote; if the disks are lost, restore the cluster from a backup`,
    );
  }
  if (down.length === 0 || others.length - down.length >= quorum(others.length)) return undefined;
  return refusal(
    "Q053",
    `${name} cannot be replaced while ${down.join(", ")} is not healthy: the voters that stay would be no quorum`,
    `Replace ${down.join(", ")} first, or bring it back`,
  );
}

function markReplica(fleet: Fleet, current: Topology, name: string): Proposal {
  return {
    kind: `mark-${fleet.instance}`,
    subject: name,
    title: `Mark ${name} to be removed and created anew, and lift its deletion protection`,
    before: current,
    after: changed(current, fleet, name, { deletionProtection: false, renew: true }),
    endpoint: { interruption: "none", reason: "no replica and no route changes" },
  };
}
