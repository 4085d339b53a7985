import type { Problem } from "./problem.ts";

/** Ports that a replica needs for itself: SSH, etcd's clients and peers, the kubelet, controller-manager, scheduler. */
export const takenPorts = [22, 2379, 2380, 2381, 10248, 10249, 10250, 10256, 10257, 10259] as const;

/** GCE's limits for a disk, in GB; etcd's own needs set the lower one. */
export const diskSize = { min: 10, max: 65536 } as const;

/** What is wrong with the endpoint's port; undefined when nothing is. */
export function portProblem(port: number): Problem | undefined {
  const remedy = "Choose a port from 1 to 65535, such as 6443 or 443";
  if (port < 1 || port > 65535) return { code: "Q038", message: `${port} is not a port`, remedy };
  if (!takenPorts.some((taken) => taken === port)) return undefined;
  return { code: "Q038", message: `Port ${port} is taken by another part of every replica`, remedy };
}

/** What is wrong with a disk's size in GB; undefined when nothing is. */
export function diskSizeProblem(sizeGb: number): Problem | undefined {
  if (sizeGb >= diskSize.min && sizeGb <= diskSize.max) return undefined;
  return {
    code: "Q028",
    message: `A disk of ${sizeGb} GB is ${sizeGb < diskSize.min ? "too small" : "too large"}`,
    remedy: `Choose a size from ${diskSize.min} to ${diskSize.max} GB`,
  };
}
