import type { Clock } from "../../clock.ts";
import type { CloudNetwork } from "../../network-view.ts";
import type { Place } from "../place.ts";
import { RunningBalancer } from "./balancer.ts";
import { Router } from "./router.ts";

/** Brings the network between the instances to what the cloud says, one change after another. */
export class NetworkApply {
  readonly router: Router;
  readonly #place: Place;
  readonly #clock: Clock;
  readonly #look: () => CloudNetwork;
  readonly #balancers = new Map<string, RunningBalancer>();
  #applied = "";
  #work: Promise<void>;

  constructor(place: Place, clock: Clock, look: () => CloudNetwork, ready: Promise<unknown>) {
    this.#place = place;
    this.#clock = clock;
    this.#look = look;
    this.router = new Router(place);
    this.#work = ready.then(() => this.router.open());
  }

  /** Applies the network as it is by the time that earlier changes are done. Resolves when that is so; never rejects. */
  update(): Promise<void> {
    this.#work = this.#work
      .then(() => this.#apply(this.#look()))
      .catch((error: unknown) => {
        this.#applied = "";
        process.stderr.write(`network: ${error instanceof Error ? error.message : String(error)}\n`);
      });
    return this.#work;
  }

  async close(): Promise<void> {
    await this.#work.catch(() => undefined);
    for (const balancer of this.#balancers.values()) await balancer.stop();
    this.#balancers.clear();
  }

  async #apply(network: CloudNetwork): Promise<void> {
    const text = JSON.stringify(network);
    if (text === this.#applied) return;
    for (const [id, running] of [...this.#balancers]) {
      const balancer = network.balancers.find((candidate) => candidate.id === id);
      if (balancer !== undefined && running.serves(balancer)) continue;
      this.#balancers.delete(id);
      await running.stop();
    }
    await this.router.apply(network);
    for (const balancer of network.balancers) {
      const running =
        this.#balancers.get(balancer.id) ?? (await RunningBalancer.start(this.#place, this.#clock, balancer));
      this.#balancers.set(balancer.id, running);
      await running.balance(balancer, network.instances);
    }
    this.#applied = text;
  }
}
