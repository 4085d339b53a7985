import { isRefusal, type Refusal, refusal } from "../plan/refusal.ts";
import { enrolled, type Fleet, fleetsOf, serving } from "../topology/fleet.ts";
import type { Topology } from "../topology/topology.ts";
import { create, createReplicas, sealSecrets } from "./create.ts";
import { endpointSteps } from "./endpoint/endpoint-steps.ts";
import { healthyServers, type Proposal, type Situation, untold } from "./situation.ts";
import { tidy, updateSettings } from "./update-settings.ts";
import { bringBack } from "./voters/lost-quorum.ts";
import { addSafely, changeVoters } from "./voters/membership.ts";
import { clearRemains, repair } from "./voters/repair.ts";
import { restartWithOutage, startStopped } from "./voters/update-replica.ts";

/** A situation in which there may be no cluster yet. */
type Beginning = Omit<Situation, "current"> & { readonly current: Topology | null };

/** The next step towards the target, or why it is refused. */
export function nextStep({ current, ...rest }: Beginning): Proposal | Refusal {
  const next = create(current, rest.target) ?? (current === null ? undefined : nextOf({ current, ...rest }));
  if (next === undefined) throw new Error("the planner knows no step towards the desired topology");
  return next;
}

/** What is due first, of all the steps that a cluster which exists can take. */
function nextOf(situation: Situation): Proposal | Refusal | undefined {
  const endpoint = endpointSteps(situation.current);
  return (
    inSome(situation, clearRemains) ??
    inSome(situation, createReplicas) ??
    endpoint.rescue?.(situation) ??
    begunFirst(situation) ??
    inSome(situation, startStopped) ??
    sealSecrets(situation) ??
    updateSettings(situation) ??
    inSome(situation, addUntold) ??
    moveEndpoint(situation) ??
    endpoint.admit?.(situation) ??
    inSome(situation, changeVoters) ??
    endpoint.dismantle?.(situation) ??
    tidy(situation)
  );
}

/** The first of the fleets' steps. */
function inSome<Next extends Proposal | Refusal>(
  situation: Situation,
  next: (situation: Situation, fleet: Fleet) => Next | undefined,
): Next | undefined {
  for (const fleet of fleetsOf(situation.current)) {
    const step = next(situation, fleet);
    if (step !== undefined) return step;
  }
  return undefined;
}

/** What is begun is finished first, unless that lacks a quorum which starting a stopped replica may bring back. */
function begunFirst(situation: Situation): Proposal | Refusal | undefined {
  const begun = inSome(situation, repair);
  return begun !== undefined && isRefusal(begun) ? (inSome(situation, startStopped) ?? begun) : begun;
}

function addUntold(situation: Situation, fleet: Fleet): Proposal | Refusal | undefined {
  return untold(situation, fleet).length > 0 ? addSafely(situation, fleet) : undefined;
}

/**
 * Moves the endpoint, where that is due. Where nobody who could serve is healthy, it would lead nowhere: then a restart
 * that is due comes first, because it may cure one.
 */
function moveEndpoint(situation: Situation): Proposal | Refusal | undefined {
  const { current, target } = situation;
  const endpoint = endpointSteps(current);
  const fleet = serving(current);
  const servers = enrolled(current, fleet);
  const step = endpoint.advance?.(situation);
  if (step === undefined || healthyServers(situation, servers).length > 0) return step;
  const to = endpoint.destination(target.endpoint);
  const refused = refusal(
    "Q053",
    `The endpoint's IP cannot move to ${to} while ${servers.join(", ")} is not healthy: nobody could serve it there`,
    bringBack(servers),
  );
  return restartWithOutage(situation, fleet) ?? refused;
}
