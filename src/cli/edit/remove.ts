import { removeReplicas } from "../../cluster/edit/remove-replicas.ts";
import type { ExitCode } from "../exit.ts";
import type { Screen } from "../screen.ts";
import { editFile, tellNext } from "./edit-file.ts";

export interface RemoveOptions {
  readonly dryRun: boolean;
}

/** `quorate remove`: replicas by name, or all of a zone, out of the file only. */
export async function remove(
  path: string,
  targets: readonly string[],
  { dryRun }: RemoveOptions,
  screen: Screen,
): Promise<ExitCode> {
  const edited = await editFile(path, (text, file) => removeReplicas(text, file, targets), dryRun, screen);
  if (edited === undefined) return 1;
  const verb = dryRun ? "would remove" : "removed";
  for (const { name, zone } of edited.replicas) screen.print(`${path}: ${verb} ${name} in ${zone}.\n`);
  tellNext(path, dryRun, screen);
  return 0;
}
