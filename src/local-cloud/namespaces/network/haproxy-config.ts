import type { Probe } from "../../compute/balancing/probe.ts";
import type { Balancer } from "../../network-view.ts";
import { probeIp } from "./router.ts";

/**
 * HAProxy's configuration for a load balancer; its servers come and go while it runs. It dials backends with the
 * client's address, because the load balancer that it stands for passes packets through, and probes with Google's.
 */
export function haproxyConfig({ ip, ports, probe }: Balancer, socket: string): string {
  const checks = probe?.http ? `  option httpchk GET ${probe.path}\n  http-check expect status 200\n` : "";
  const services = ports.map(
    (port) => `
frontend port-${port}
  bind ${ip}:${port}
  default_backend ${backendOf(port)}

backend ${backendOf(port)}
  balance roundrobin
${checks}  source ${probeIp} usesrc clientip
`,
  );
  return `global
  stats socket ${socket} mode 600 level admin
  maxconn 4000
  nbthread 1

defaults
  mode tcp
  timeout connect 2s
  timeout client 10m
  timeout server 10m
  timeout check ${probe?.timeout ?? 5}s
  retries 2
  option redispatch
${services.join("")}`;
}

/**
 * HAProxy's commands that add a backend. As on GCE it gets no traffic before its probes have succeeded, but where it is
 * `alone`: with no healthy backend, all of them get traffic.
 */
export function addServer(
  port: string,
  server: string,
  address: string,
  { probe, alone }: { readonly probe: Probe | null; readonly alone: boolean },
): readonly string[] {
  const path = `${backendOf(port)}/${server}`;
  if (probe === null) return [`add server ${path} ${address}:${port}`, `enable server ${path}`];
  const { secure, interval, healthyThreshold, unhealthyThreshold } = probe;
  const check = `check port ${probe.port}${secure ? " check-ssl verify none" : ""} inter ${interval}s`;
  const thresholds = `rise ${healthyThreshold} fall ${unhealthyThreshold} on-marked-down shutdown-sessions`;
  return [
    `add server ${path} ${address}:${port} ${check} ${thresholds}`,
    `enable health ${path}`,
    `set server ${path} state ready`,
    ...(alone ? [] : [`set server ${path} health down`]),
  ];
}

/** HAProxy's commands that take new connections away from a backend; those that it has go on. */
export function drainServer(port: string, server: string): readonly string[] {
  return [`set server ${backendOf(port)}/${server} state drain`];
}

/** HAProxy's commands that end a backend's connections and remove it. */
export function removeServer(port: string, server: string): readonly string[] {
  const path = `${backendOf(port)}/${server}`;
  return [`set server ${path} state maint`, `shutdown sessions server ${path}`, `del server ${path}`];
}

/** How many connections a server has, by what HAProxy says to `show stat`. */
export function openSessions(table: string, server: string): number {
  const [head = [], ...rows] = table.split("\n").map((row) => row.split(","));
  const [name, sessions] = [head.indexOf("svname"), head.indexOf("scur")];
  return rows.filter((row) => row[name] === server).reduce((sum, row) => sum + Number(row[sessions]), 0);
}

function backendOf(port: string): string {
  return `api-${port}`;
}
