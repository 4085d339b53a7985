import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { command, inNamespace, ip } from "../../src/local-cloud/namespaces/command.ts";
import { type Place, sharedNamespaces } from "../../src/local-cloud/namespaces/place.ts";

const device = "slow";
const table = 200;

/** Lets what an instance sends to others inside of the network arrive later, by so many milliseconds. Answers how to end that. */
export async function slowDown(place: Place, address: string, delayMs: number): Promise<() => Promise<void>> {
  const { router } = sharedNamespaces(place);
  const [program = "", ...words] = inNamespace(router, [
    "python3",
    join(import.meta.dirname, "delay.py"),
    device,
    String(delayMs),
  ]);
  const delay = spawn(program, words, { stdio: ["pipe", "pipe", "inherit"] });
  const ended = once(delay, "exit");
  const started = await Promise.race([once(delay.stdout, "data"), ended]);
  if (String(started[0]).trim() !== "ready") throw new Error(`delay.py ended with ${started[0]}`);
  await ip(router, [`link set ${device} up`, `route add default dev ${device} table ${table}`]);
  await command(inNamespace(router, ["sysctl", "-q", "-w", `net.ipv4.conf.${device}.rp_filter=0`]));
  const rules = [`iif ${device} lookup main priority 10`, `from ${address} to 10.0.0.0/8 lookup ${table} priority 20`];
  await ip(
    router,
    rules.map((rule) => `rule add ${rule}`),
  );
  return async () => {
    await ip(
      router,
      rules.toReversed().map((rule) => `rule del ${rule}`),
    );
    delay.stdin.end();
    await ended;
  };
}
