import { ClusterAccess } from "../../adapters/cluster-access.ts";
import { readClusterFile } from "../../adapters/cluster-files.ts";
import type { ClusterSpec } from "../../cluster/cluster-spec.ts";
import { hasErrors } from "../../cluster/diagnostic.ts";
import type { ChangeRequest } from "../../plan/request.ts";
import { propose } from "../../propose/propose.ts";
import { renderTerminal } from "../../report/terminal/terminal.ts";
import { observeStored } from "../../workflow/observe-live.ts";
import type { ExitCode } from "../exit.ts";
import { type Screen, tellDiagnostics } from "../screen.ts";
import { type ApplyOptions, applyRequest } from "./apply.ts";

export interface ReplaceOptions extends ApplyOptions {
  readonly dryRun: boolean;
  /** Also where the replica is the unfinished newcomer of an earlier replacement. */
  readonly again: boolean;
}

/** `quorate replace`: removes a replica with its data and creates it anew, step by step. */
export async function replace(
  path: string,
  replica: string,
  options: ReplaceOptions,
  screen: Screen,
): Promise<ExitCode> {
  const request: ChangeRequest = { kind: "replace", replica, again: options.again };
  const file = await readClusterFile(path);
  const spec = hasErrors(file.diagnostics) ? undefined : file.spec;
  // A file with errors is told of by the run; a name with a typing mistake needs no run to be seen.
  if (spec?.controlPlane.replicas.every(({ name }) => name !== replica)) {
    tellDiagnostics(screen, propose({ spec, observed: null, basis: "spec", request }).diagnostics, []);
    return 1;
  }
  if (spec !== undefined && options.dryRun) return preview(spec, request, screen);
  return applyRequest(path, request, options, screen);
}

async function preview(spec: ClusterSpec, request: ChangeRequest, screen: Screen): Promise<ExitCode> {
  const storage = new ClusterAccess(process.env, process.cwd()).storage(spec);
  const plan = propose({ spec, observed: await observeStored(storage), basis: "state", request });
  screen.print(renderTerminal(plan, screen));
  return hasErrors(plan.diagnostics) ? 1 : 0;
}
