import type { ClusterFact, Facts, Holder } from "../../../src/local-cloud/facts.ts";
import type { DriverEvent, JournalEntry } from "../../../src/local-cloud/journal.ts";

const ip = "203.0.113.2";
const regional = "projects/acme-prod/regions/europe-west1";
const zonal = "projects/acme-prod/zones/europe-west1-b";

/** Writes a journal by hand, one entry after another; each tells how things stand right after. */
export class JournalScript {
  readonly entries: JournalEntry[] = [];
  #ip: string | null = null;
  #holder: Holder = { on: "none" };
  #etcd: Pick<ClusterFact, "voters" | "learners" | "aliveVoters"> = { voters: [], learners: [], aliveVoters: [] };
  #balanced: readonly string[] = [];

  /** A cluster of one, which holds the IP. */
  static ofOne(): JournalScript {
    return new JournalScript()
      .reserve()
      .create("life-b", { role: "init", holds: true })
      .event("initialised", "life-b", {
        voters: ["life-b"],
      });
  }

  /** A cluster of three behind its load balancer. */
  static ofThree(): JournalScript {
    const script = JournalScript.ofOne().join("life-c").join("life-d");
    return script.balance("life-b", "life-c", "life-d").free("life-b").rule("POST");
  }

  reserve(address: string | null = ip): this {
    this.#ip = address;
    const method = address === null ? "DELETE" : "POST";
    return this.call(method, `${regional}/addresses/life-endpoint`, { name: "life-endpoint" });
  }

  disk(name: string, method: "POST" | "DELETE" = "POST"): this {
    return this.call(method, `${zonal}/disks/${name}-etcd`, { name: `${name}-etcd` });
  }

  /** Creates an instance, with a data disk of its own unless told otherwise. */
  create(name: string, { role = "join", holds = false, disk = true } = {}): this {
    if (disk) this.disk(name);
    if (holds) this.#holder = { on: "instance", name };
    return this.call("POST", `${zonal}/instances/${name}`, {
      name,
      disks: [{ boot: true }, { source: `${zonal}/disks/${name}-etcd` }],
      networkInterfaces: [{ accessConfigs: holds ? [{ natIP: ip }] : [] }],
      metadata: { items: [{ key: "quorate-role", value: role }] },
    });
  }

  /** A new replica, from its creation to its vote. */
  join(name: string): this {
    const { voters } = this.#etcd;
    return this.create(name)
      .event("learner-added", name, { voters, learners: [name] })
      .event("promoted", name, { voters: [...voters, name] });
  }

  delete(name: string): this {
    if (this.#holder.on === "instance" && this.#holder.name === name) this.#holder = { on: "none" };
    return this.call("DELETE", `${zonal}/instances/${name}`);
  }

  tell(name: string, remove: readonly string[]): this {
    const value = JSON.stringify({ members: [], remove });
    return this.call(
      "POST",
      `${zonal}/instances/${name}`,
      { items: [{ key: "quorate-members", value }] },
      "setMetadata",
    );
  }

  /** Traffic goes to these and to no others from now on. */
  balance(...names: readonly string[]): this {
    this.#balanced = names;
    return this.call("POST", `${regional}/backendServices/life-api`);
  }

  free(name: string): this {
    this.#holder = { on: "none" };
    return this.call("POST", `${zonal}/instances/${name}`, {}, "deleteAccessConfig");
  }

  take(name: string): this {
    this.#holder = { on: "instance", name };
    return this.call("POST", `${zonal}/instances/${name}`, { natIP: ip }, "addAccessConfig");
  }

  rule(method: "POST" | "DELETE"): this {
    this.#holder = method === "POST" ? { on: "forwardingRule", name: "life-api" } : { on: "none" };
    return this.call(method, `${regional}/forwardingRules/life-api`, method === "POST" ? { IPAddress: ip } : undefined);
  }

  /** A driver's event after which etcd is so; all voters live unless told otherwise. */
  event(event: DriverEvent["event"], subject: string, etcd: Partial<ClusterFact> = this.#etcd): this {
    const { voters = [], learners = [], aliveVoters = voters } = etcd;
    this.#etcd = { voters, learners, aliveVoters };
    return this.#add({ kind: "driver", event, project: "acme-prod", cluster: "life", subject });
  }

  /** A call about a compute resource that is accepted. */
  call(method: string, resource: string, body?: unknown, action?: string): this {
    const collection = resource.slice(0, resource.lastIndexOf("/"));
    const place = action === undefined ? (method === "POST" ? collection : resource) : `${resource}/${action}`;
    return this.#add({ kind: "call", method, path: `/compute/v1/${place}?alt=json`, status: 200, resource, body });
  }

  refused(method: string, path: string, status: number, reason: string): this {
    return this.#add({ kind: "call", method, path, status, reason });
  }

  #add(entry: object): this {
    const sequence = this.entries.length + 1;
    this.entries.push({ sequence, at: sequence * 1000, ...entry, facts: this.#facts() } as JournalEntry);
    return this;
  }

  #facts(): Facts {
    const place = { project: "acme-prod", region: "europe-west1", name: "life-endpoint" };
    return {
      addresses: this.#ip === null ? [] : [{ ...place, address: this.#ip, holder: this.#holder }],
      clusters: this.#etcd.voters.length === 0 ? [] : [{ project: "acme-prod", name: "life", ...this.#etcd }],
      loadBalanced: this.#balanced,
    };
  }
}
