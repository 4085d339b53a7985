import { describe, expect, test } from "@jest/globals";
import type { Probe } from "../../../../src/local-cloud/compute/balancing/probe.ts";
import {
  addServer,
  haproxyConfig,
  openSessions,
} from "../../../../src/local-cloud/namespaces/network/haproxy-config.ts";
import type { Balancer } from "../../../../src/local-cloud/network-view.ts";

const probe: Probe = {
  secure: true,
  http: true,
  port: 6443,
  path: "/readyz",
  interval: 5,
  timeout: 4,
  healthyThreshold: 2,
  unhealthyThreshold: 3,
};
const balancer: Balancer = {
  id: "7000000000000000009",
  name: "prod-api",
  ip: "203.0.113.7",
  ports: ["6443"],
  probe,
  drainingSeconds: 60,
  backends: [],
};

describe("HAProxy in the place of a passthrough load balancer (D10)", () => {
  test("listens on the rule's address, probes as the health check says, and dials with the client's address", () => {
    const text = haproxyConfig(balancer, "/run/x.sock");
    for (const line of ["bind 203.0.113.7:6443", "option httpchk GET /readyz", "timeout check 4s", "usesrc clientip"])
      expect(text).toContain(line);
  });

  test("a new backend is down until its probes have succeeded, unless no backend is healthy", () => {
    const add = (alone: boolean) => addServer("6443", "7", "10.132.0.2", { probe, alone });
    expect(add(false)[0]).toMatch(/check port 6443 check-ssl verify none inter 5s rise 2 fall 3 on-marked-down/);
    expect(add(false).at(-1)).toBe("set server api-6443/7 health down");
    expect(add(true).join()).not.toContain("health down");
  });

  test("connections are counted by server, whatever port they came to", () => {
    const table =
      "# pxname,svname,qcur,qmax,scur\napi-80,7,0,0,2\napi-443,7,0,0,1\napi-443,8,0,0,5\napi-443,BACKEND,0,0,6";
    expect(openSessions(table, "7")).toBe(3);
    expect(openSessions(table, "9")).toBe(0);
  });

  test("without a health check every backend gets traffic", () => {
    expect(addServer("6443", "7", "10.132.0.2", { probe: null, alone: false }).join()).not.toContain("check");
    expect(haproxyConfig({ ...balancer, probe: null }, "/run/x.sock")).not.toContain("httpchk");
  });
});
