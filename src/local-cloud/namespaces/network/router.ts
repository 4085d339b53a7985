import type { CloudNetwork } from "../../network-view.ts";
import { command, inNamespace, ip } from "../command.ts";
import { type Place, sharedNamespaces } from "../place.ts";
import { nftRules } from "./nft-rules.ts";

/** Where the programs of `quorate local exec` run: outside of Google's network. */
export const clientIp = "203.0.113.254";
/** Every interface's next hop, as on GCE, where all traffic goes through the gateway. */
const gateway = "169.254.0.1";
const balancerHop = "169.254.0.2";
/** Where probes come from; the firewall has to let them in. */
export const probeIp = "35.191.0.1";

/**
 * The network between instances: a namespace that forwards, with a pair of interfaces to each other namespace. Nothing
 * of it is in this machine's own namespace, and no route leads out.
 */
export class Router {
  readonly #place: Place;
  #rules = "";
  #held: ReadonlyMap<string, string> = new Map();

  constructor(place: Place) {
    this.#place = place;
  }

  /** Makes the router, the balancers' namespace and the client's. */
  async open(): Promise<void> {
    const { router, balancer, client } = sharedNamespaces(this.#place);
    await ip(null, [`netns add ${router}`]);
    await command(
      inNamespace(router, ["sysctl", "-q", "-w", "net.ipv4.ip_forward=1", "net.ipv4.conf.all.send_redirects=0"]),
    );
    await ip(router, ["link set lo up", "route add blackhole default", "rule add fwmark 1 lookup 100"]);
    await this.attach(client, "client", clientIp);
    await this.attach(balancer, "balancer", balancerHop);
    await ip(router, [`route add default via ${balancerHop} dev balancer onlink table 100`]);
    // A balancer speaks with its clients' addresses: whatever comes in is for it.
    await ip(balancer, [
      `addr add ${probeIp}/32 dev lo`,
      "route add local 0.0.0.0/0 dev lo table 100",
      "rule add iif eth0 lookup 100",
    ]);
  }

  /** Makes a namespace with an interface `eth0` that has the address, reached through the router's interface `port`. */
  async attach(namespace: string, port: string, address: string): Promise<void> {
    const { router } = sharedNamespaces(this.#place);
    const mac = ["42:01", ...address.split(".").map((part) => Number(part).toString(16).padStart(2, "0"))].join(":");
    await ip(null, [`netns add ${namespace}`]);
    await ip(router, [
      `link add ${port} type veth peer name eth0 netns ${namespace}`,
      `addr add ${gateway}/32 dev ${port}`,
      `link set ${port} up`,
      `route replace ${address}/32 dev ${port}`,
    ]);
    await ip(namespace, [
      "link set lo up",
      `link set eth0 address ${mac} mtu 1460`,
      "link set eth0 up",
      `addr add ${address}/32 dev eth0`,
      `route add default via ${gateway} dev eth0 onlink src ${address}`,
    ]);
  }

  /** Takes a namespace away. Packets to its addresses vanish without an answer, as they do on GCE. */
  async detach(namespace: string, port: string): Promise<void> {
    const { router } = sharedNamespaces(this.#place);
    await ip(router, [`link delete ${port}`]).catch(() => undefined);
    await ip(null, [`netns delete ${namespace}`]).catch(() => undefined);
  }

  /** Lets packets flow as the cloud's network says. Connections to an address that has another holder now are cut. */
  async apply(network: CloudNetwork): Promise<void> {
    const { router } = sharedNamespaces(this.#place);
    const rules = nftRules(network);
    if (rules !== this.#rules) await command(inNamespace(router, ["nft", "-f", "-"]), rules);
    this.#rules = rules;
    const held = new Map([
      ...network.instances.flatMap(({ externalIp, id }) => (externalIp === null ? [] : [[externalIp, id] as const])),
      ...network.balancers.map(({ ip: address, id }) => [address, id] as const),
    ]);
    const before = this.#held;
    this.#held = held;
    const moved = [...new Set([...before.keys(), ...held.keys()])].filter((one) => before.get(one) !== held.get(one));
    for (const address of moved) {
      const balanced = network.balancers.some((balancer) => balancer.ip === address);
      await ip(router, [
        balanced
          ? `route replace ${address}/32 via ${balancerHop} dev balancer onlink`
          : `route replace blackhole ${address}/32`,
      ]);
      // It answers 1 where there was no connection.
      await command(inNamespace(router, ["conntrack", "-D", "-d", address])).catch(() => undefined);
    }
  }
}
