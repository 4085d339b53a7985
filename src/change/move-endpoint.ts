import { buildBalancer } from "./balancer.ts";
import { bringBack } from "./lost-quorum.ts";
import { moveAddress } from "./move-address.ts";
import { type Refusal, refusal } from "./refusal.ts";
import { healthyMembers, type Proposal, type Situation } from "./situation.ts";
import { restartWithOutage } from "./update-replica.ts";

/**
 * Builds the load balancer and moves the IP, where that is due. Where no member is healthy, nobody could serve behind
 * either: then a restart that is due comes first, because it may cure one.
 */
export function moveEndpoint(situation: Situation): Proposal | Refusal | undefined {
  const step = buildBalancer(situation) ?? moveAddress(situation);
  if (step === undefined || healthyMembers(situation).length > 0) return step;
  return restartWithOutage(situation) ?? refusalToMove(situation);
}

function refusalToMove({ current, target }: Situation): Refusal {
  const to = target.address.on === "loadBalancer" ? "the load balancer" : "a replica";
  return refusal(
    "Q053",
    `The endpoint's IP cannot move to ${to} while ${current.members.join(", ")} is not healthy: nobody could serve it there`,
    bringBack(current.members),
  );
}
