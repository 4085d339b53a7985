import { addReplicas } from "../../cluster/edit/add-replicas.ts";
import type { ExitCode } from "../exit.ts";
import type { Screen } from "../screen.ts";
import { editFile, tellNext } from "./edit-file.ts";

export interface AddOptions {
  readonly name?: string;
  readonly machineType?: string;
  readonly dryRun: boolean;
}

/** `quorate add`: a replica more in each of the zones, in the file only. */
export async function add(
  path: string,
  zones: readonly string[],
  options: AddOptions,
  screen: Screen,
): Promise<ExitCode> {
  const { name, machineType, dryRun } = options;
  const edited = await editFile(
    path,
    (text, file) => addReplicas(text, file, { zones, name, machineType }),
    dryRun,
    screen,
  );
  if (edited === undefined) return 1;
  const verb = dryRun ? "would add" : "added";
  for (const replica of edited.replicas) {
    screen.print(`${path}: ${verb} ${replica.name} in ${replica.zone}, ${replica.machineType}.\n`);
  }
  for (const named of edited.named) {
    const verb = dryRun ? "would write" : "wrote";
    screen.print(`${path}: ${verb} the name ${named} too, because its zone has several replicas now.\n`);
  }
  tellNext(path, dryRun, screen);
  return 0;
}
