import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { startDaemon, stopDaemon } from "../../../src/local-cloud/daemon.ts";
import { placeFor } from "../../../src/local-cloud/namespaces/place.ts";
import { sweep } from "../../../src/local-cloud/namespaces/sweep.ts";
import { instanceBody, region, zoneB } from "../../kit/local-cloud/client.ts";
import { canMakeNamespaces, NamespaceCloud, namespacesOf, until } from "../../kit/local-cloud/namespace-cloud.ts";

const patience = 120_000;
const firewalls = "/compute/v1/projects/acme/global/firewalls";
const clientIp = "203.0.113.254";
/** What curl ends with where its connection is refused; silence would be 28. */
const couldNotConnect = "7";
/** Answers every request with the instance's name and the address that the request comes from. */
const server = `#!/bin/bash
cat >/run/server.py <<'END'
import http.server, os
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(503 if os.path.exists("/run/sick") else 200)
        self.end_headers()
        self.wfile.write(f"{os.uname().nodename} {self.client_address[0]}".encode())
http.server.ThreadingHTTPServer(("", 8080), Handler).serve_forever()
END
python3 /run/server.py >/dev/null 2>&1 &
until (exec 3<>/dev/tcp/127.0.0.1/8080) 2>/dev/null; do sleep 0.05; done
echo serving
`;

(canMakeNamespaces ? describe : describe.skip)("D10: the network of instances in namespaces", () => {
  let cloud: NamespaceCloud;

  beforeAll(async () => {
    cloud = await NamespaceCloud.open();
  }, 600_000);
  afterAll(() => cloud.close(), patience);

  const allow = (name: string, more: Readonly<Record<string, unknown>>) =>
    cloud.create(firewalls, { name, allowed: [{ IPProtocol: "tcp", ports: ["8080"] }], ...more });

  test(
    "a client outside reaches an instance by its external address only, and only where a rule lets it in",
    async () => {
      const ip = await cloud.address("one");
      await cloud.instance("one", server, { tags: ["web"], accessConfigs: [{ name: "external-nat", natIP: ip }] });
      await cloud.said("one", "serving");
      expect(await cloud.fetchOutside(ip)).toBeNull();
      await allow("web", { sourceRanges: [`${clientIp}/32`, "35.191.0.0/16"], targetTags: ["web"] });
      expect(await until("it is let in", () => cloud.fetchOutside(ip))).toBe(`one ${clientIp}`);
      expect(await cloud.fetchOutside(await cloud.internalIp("one"))).toBeNull();
    },
    patience,
  );

  test(
    "instances reach each other where a rule names the source's tag, and themselves by their external address",
    async () => {
      const ip = await cloud.internalIp("one");
      const dial = (address: string) => `curl --silent --max-time 1 http://${address}:8080/ || echo nothing; echo`;
      const script = `#!/bin/bash\n${dial(ip)}\necho done\n`;
      await cloud.instance("stranger", script);
      expect(await cloud.said("stranger", "done")).toContain("nothing");
      await allow("inside", { sourceTags: ["friend"], targetTags: ["web"] });
      await cloud.instance("friend", script, { tags: ["friend"] });
      expect(await cloud.said("friend", "done")).toContain(`one ${await cloud.internalIp("friend")}`);
    },
    patience,
  );

  test(
    "B1, B4: a forwarding rule leads to healthy backends with the client's address; a backend reaches itself",
    async () => {
      const ip = await cloud.address("balanced");
      for (const name of ["two", "three"]) {
        const script = `${server}\nsleep 1; for i in 1 2 3; do curl --silent http://${ip}:8080/; echo; done; echo dialled\n`;
        await cloud.instance(name, script, { tags: ["web"] });
        await cloud.said(name, "serving");
      }
      await cloud.create(`${zoneB}/instanceGroups`, { name: "web" });
      await cloud.create(`${zoneB}/instanceGroups/web/addInstances`, {
        instances: ["two", "three"].map((name) => ({
          instance: `projects/acme/zones/europe-west1-b/instances/${name}`,
        })),
      });
      await cloud.create(`${region}/healthChecks`, {
        name: "web",
        type: "HTTP",
        checkIntervalSec: 1,
        timeoutSec: 1,
        httpHealthCheck: { port: 8080, requestPath: "/" },
      });
      await cloud.create(`${region}/backendServices`, {
        name: "web",
        healthChecks: ["projects/acme/regions/europe-west1/healthChecks/web"],
        backends: [{ group: "projects/acme/zones/europe-west1-b/instanceGroups/web" }],
      });
      await cloud.create(`${region}/forwardingRules`, {
        name: "web",
        IPAddress: ip,
        ports: ["8080"],
        backendService: "projects/acme/regions/europe-west1/backendServices/web",
      });
      const answers = async () => new Set(await Promise.all([1, 2, 3, 4].map(() => cloud.fetchOutside(ip))));
      const both = new Set([`two ${clientIp}`, `three ${clientIp}`]);
      await until("both answer", async () => {
        const found = await answers();
        return [...both].every((answer) => found.has(answer)) ? true : null;
      });

      // What dials its own load balancer reaches itself: both say only their own names, whoever else is healthy.
      await cloud.create(`${zoneB}/instances/two/stop`, {});
      await cloud.create(`${zoneB}/instances/two/start`, {});
      expect(await cloud.said("two", "dialled")).toMatch(/(?:two \S+\n){3}/);

      cloud.cloud.kill("three");
      await until("only the other answers", async () => {
        const found = await answers();
        return found.size === 1 && found.has(`two ${clientIp}`) ? true : null;
      });
    },
    patience,
  );

  test(
    "A6: an address that moves from a forwarding rule to an instance is answered by the instance",
    async () => {
      const { address: ip } = (await cloud.get(`${region}/addresses/balanced`)).body;
      await cloud.delete(`${region}/forwardingRules/web`);
      await cloud.create(`${zoneB}/instances/friend/addAccessConfig?networkInterface=nic0`, {
        name: "external-nat",
        natIP: ip,
      });
      await cloud.create(`${zoneB}/instances/friend/setTags`, {
        fingerprint: (await cloud.get(`${zoneB}/instances/friend`)).body.tags.fingerprint,
        items: ["web"],
      });
      // It has no server: a refusal comes from the instance itself, and silence from nobody.
      const dial = ["curl", "--silent", "--max-time", "1", "--output", "/dev/null", "--write-out", "%{exitcode}"];
      const refused = () => cloud.outside("bash", "-c", `${dial.join(" ")} http://${ip}:8080/ || true`);
      await until("it refuses", async () => ((await refused()) === couldNotConnect ? true : null));
    },
    patience,
  );
});

(canMakeNamespaces ? describe : describe.skip)("D10: a local cloud with namespaces that is killed", () => {
  test(
    "leaves nothing that blocks the next start, which boots its instances again",
    async () => {
      const directory = await mkdtemp(join(tmpdir(), "quorate-namespaces-"));
      const place = placeFor(directory);
      const command = [process.execPath, join(import.meta.dirname, "namespace-daemon-program.ts")];
      const start = () => startDaemon({ directory, port: 0, command, timeoutMs: 60_000 });
      const booted = async () => ((await namespacesOf(place)).some((name) => name.includes("survivor")) ? true : null);
      try {
        const daemon = await start();
        await fetch(`${daemon.url}${zoneB}/instances`, {
          method: "POST",
          headers: { authorization: "Bearer local" },
          body: JSON.stringify(instanceBody("survivor")),
        });
        await until("the instance runs", booted);
        process.kill(daemon.pid, "SIGKILL");
        const again = await start();
        expect(again.pid).not.toBe(daemon.pid);
        await until("the instance runs again", booted);
        expect(await stopDaemon(directory, 60_000)).toBe(true);
        expect(await namespacesOf(place)).toEqual([]);
      } finally {
        await stopDaemon(directory, 60_000);
        await sweep(place);
        await rm(directory, { recursive: true, force: true });
      }
    },
    patience,
  );
});
