import * as z from "zod";
import type { Code } from "../codes.ts";
import { quorum, tolerance } from "../quorum.ts";
import { machineType, named } from "./fields.ts";
import { replicaName, zoneName } from "./names.ts";
import type { Section, SectionRule } from "./section.ts";

const replica = z
  .strictObject({
    name: named(replicaName, {
      title: "Replica name",
      description: "By default <cluster>-<zone letter>. Where a zone repeats, each of its replicas needs one.",
    }).optional(),
    zone: named(zoneName, { title: "Zone", description: "Zone of the region.", examples: ["europe-west1-b"] }),
    machineType: machineType("Machine type of this replica, instead of controlPlane's.").optional(),
  })
  .meta({ title: "Replica", description: "One control-plane instance with its etcd member." });

const schema = z
  .strictObject({
    machineType: machineType("Machine type of every replica that names none itself.").default("e2-standard-4"),
    acceptTwoReplicas: z.boolean().default(false).meta({
      title: "Accept two replicas",
      description: "Two replicas fail more often than one, because etcd needs both. Set this to run two all the same.",
    }),
    acceptOutage: z.boolean().default(false).meta({
      title: "Accept an outage",
      description: "Let changes that restart a replica take a cluster of one or two replicas down for that while.",
    }),
    replicas: z.array(replica).meta({
      title: "Replicas",
      description: "1, 3, 5 or 7 control-plane instances. The first one initialises a new cluster.",
      minItems: 1,
      maxItems: 7,
    }),
  })
  .meta({ title: "Control plane", description: "The replicas of the control plane." });

type Rule = SectionRule<z.output<typeof schema>>;

/** R10 and A12: one replica or three to seven; two only where the file accepts them; even counts draw a warning. */
export const replicaCount: Rule = ({ replicas, acceptTwoReplicas: accepted }) => {
  if (replicas === undefined) return [];
  const count = replicas.length;
  const found = (code: Code, message: string, remedy: string) => [
    { path: ["replicas"], problem: { code, message, remedy } },
  ];
  if (count === 0) return found("Q040", "There is no replica", "List 1, 3, 5 or 7 replicas, each with its zone");
  if (count > 7) {
    return found("Q042", `${count} replicas are more than etcd works well with`, "List at most seven replicas");
  }
  if (count === 2) {
    const message = "With two replicas etcd needs both, so that either one's failure stops the cluster";
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

/**
 * Replicas stand in as many zones as they could: three, or one each when they are fewer. Beyond three replicas, no
 * zone holds so many that losing it loses the quorum where an even spread over three would keep it.
 */
const zonesSpread: Rule = ({ replicas = [] }) => {
  const zones = replicas.map((replica) => replica?.zone);
  if (zones.length < 2 || zones.length > 7 || zones.includes(undefined)) return [];
  const counts = new Map<string | undefined, number>();
  for (const zone of zones) counts.set(zone, (counts.get(zone) ?? 0) + 1);
  const possible = Math.min(zones.length, 3);
  const most = Math.max(...counts.values());
  const avoidable = losesQuorum(zones.length, most) && !losesQuorum(zones.length, Math.ceil(zones.length / possible));
  if (counts.size >= possible && !avoidable) return [];
  const crowded = [...counts].find(([, count]) => count === most)?.[0];
  const message = `${most} of ${zones.length} replicas are in the zone ${crowded}; ${fate(zones.length, most)}`;
  const remedy = `Spread the replicas evenly over ${possible} zones`;
  const path = ["replicas", zones.lastIndexOf(crowded), "zone"];
  return [{ path, problem: { code: "Q048", message, remedy } }];
};

function losesQuorum(voters: number, lost: number): boolean {
  return voters - lost < quorum(voters);
}

function fate(voters: number, lost: number): string {
  return losesQuorum(voters, lost) ? "without it etcd loses its quorum" : "without it most of the tolerance is gone";
}

/** The replicas of the control plane. */
export const controlPlane = { schema, rules: [replicaCount, zonesSpread] } satisfies Section<typeof schema>;
