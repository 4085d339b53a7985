import type { Gate } from "../../../src/plan/gate.ts";
import type { ChangePlan, Step } from "../../../src/plan/step.ts";
import { endpointPicture } from "../../../src/topology/endpoint/endpoint.ts";
import { sorted } from "../../../src/topology/sorted.ts";
import type { Replica, Topology } from "../../../src/topology/topology.ts";

/** A plan as one line for each step, and its diagnostics. */
export function planLines({ steps, diagnostics }: ChangePlan, most = steps.length): string[] {
  const lines = steps
    .slice(0, most)
    .map(
      ({ id, kind, subject, after, endpoint }) =>
        `${id} ${kind} ${short(subject)}: ${after === null ? "nothing is left" : shape(after)}` +
        (endpoint.interruption === "none" ? "" : ` (${endpoint.interruption})`),
    );
  const more = steps.length > lines.length ? [`… and ${steps.length - lines.length} more`] : [];
  const said = diagnostics.map(({ severity, code, message }) => `${severity} ${code}: ${message}`);
  const all = [...lines, ...more, ...said];
  return all.length === 0 ? ["nothing to do"] : all;
}

/** What a plan's line does not say of a step: its title, what it does to etcd, and what it waits for. */
export function stepLines({ id, title, before, after, etcd, gates }: Step): string[] {
  const created = after?.replicas.filter(({ name }) => !before?.replicas.some((other) => other.name === name)) ?? [];
  const change = (count: "voters" | "quorum" | "tolerates") => `${count} ${etcd.before[count]} → ${etcd.after[count]}`;
  return [
    `${id}: ${title}`,
    ...created.map(({ name, role }) => `  creates ${short(name)}, which is to ${role}`),
    `  etcd: ${change("voters")}, ${change("quorum")}, ${change("tolerates")}`,
    `  before: ${gateList(gates, "before")}`,
    `  after: ${gateList(gates, "after")}`,
  ];
}

function gateList(gates: readonly Gate[], when: Gate["when"]): string {
  const listed = gates.filter((gate) => gate.when === when).map(({ check, subject }) => `${check} ${short(subject)}`);
  return listed.length === 0 ? "-" : listed.join(", ");
}

/** A topology in one line, with whatever is not as at rest. */
export function state(topology: Topology | null): string {
  if (topology === null) return "now: nothing";
  const { replicas, remains, remove, secretsWritable } = topology;
  const those = (is: (replica: Replica) => boolean) => replicas.filter(is).map(({ name }) => name);
  const facts = [
    ...balancer(topology),
    fact("to remove", remove),
    fact(
      "unprotected",
      those((replica) => !replica.deletionProtection),
    ),
    fact(
      "marked",
      those((replica) => replica.renew === true),
    ),
    fact(
      "stopped",
      those((replica) => !replica.running),
    ),
    ...remains.map(({ name, address, etcdDisk }) => {
      const parts = [...(etcdDisk === undefined ? [] : ["disk"]), ...(address ? ["address"] : [])];
      return `left of ${short(name)}: ${parts.join(" and ")}`;
    }),
    secretsWritable ? "secrets writable" : "",
  ].filter((text) => text !== "");
  return [`now: ${shape(topology)}`, ...facts].join(" | ");
}

/** Where the load balancer or its groups are not all there, or more of them than the backends and replicas need. */
function balancer({ replicas, endpoint }: Topology): string[] {
  if (endpoint.kind !== "external") return [];
  const { backends, groups, healthCheck, backendService } = endpoint;
  const used = sorted(replicas.map(({ zone }) => zone));
  const needed = backends.length > 0;
  const zones = sorted(replicas.filter(({ name }) => backends.includes(name)).map(({ zone }) => zone));
  const service = backendService === null ? "no backend service" : `backend service to ${list(backendService.zones)}`;
  return [
    healthCheck === needed ? "" : healthCheck ? "health check" : "no health check",
    needed === (backendService !== null) && same(backendService?.zones ?? zones, zones) ? "" : service,
    same(groups, used) ? "" : `groups ${list(groups)}`,
  ];
}

function shape({ replicas, members, endpoint }: Topology): string {
  const { backends, address } = endpointPicture(endpoint);
  const holder = address.on === "replica" ? short(address.name) : address.on === "loadBalancer" ? "balancer" : "nobody";
  return `replicas ${list(replicas.map(({ name }) => name))} | members ${list(members)} | backends ${list(backends)} | IP on ${holder}`;
}

function fact(what: string, names: readonly string[]): string {
  return names.length === 0 ? "" : `${what} ${list(names)}`;
}

function list(names: readonly string[]): string {
  return names.map(short).join(" ") || "-";
}

/** A replica or a zone by its short name. */
function short(name: string): string {
  return name.replace(/^(prod|europe-west1)-/, "");
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.join() === b.join();
}
