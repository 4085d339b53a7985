import { readdir, readFile } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";

/**
 * Ends a process and all that descends from it, at once and with no chance to clean up, as a machine that loses power
 * does. Each is halted before its children are looked for, so that none can start another unseen.
 */
export async function killTree(root: number): Promise<void> {
  const halted = new Set<number>();
  for (let fresh = [root]; fresh.length > 0; ) {
    for (const pid of fresh) {
      send(pid, "SIGSTOP");
      halted.add(pid);
    }
    const children = await Promise.all([...halted].map(childrenOf));
    fresh = children.flat().filter((pid) => !halted.has(pid));
  }
  for (const pid of halted) send(pid, "SIGKILL");
  while ((await Promise.all([...halted].map(isRunning))).includes(true)) await setTimeout(5);
}

/** Process IDs of a process's children, those in process groups of their own too. */
export async function childrenOf(pid: number): Promise<number[]> {
  const tasks = await readdir(`/proc/${pid}/task`).catch(() => []);
  const lists = await Promise.all(
    tasks.map((task) => readFile(`/proc/${pid}/task/${task}/children`, "utf8").catch(() => "")),
  );
  return lists.flatMap((list) => list.trim().split(/\s+/).filter(Boolean).map(Number));
}

/** A process that has ended and waits for its parent to notice does not run any more. */
async function isRunning(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  const state = stat.slice(stat.lastIndexOf(")") + 2).charAt(0);
  return state !== "" && state !== "Z" && state !== "X";
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended in the meantime.
  }
}
