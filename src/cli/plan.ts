import { diagnosticsOf, readClusterFile, readClusterFiles, specOf } from "../adapters/cluster-files.ts";
import { storageOf } from "../adapters/storage.ts";
import type { Plan } from "../change/plan.ts";
import type { ClusterSpec } from "../cluster/cluster-spec.ts";
import { hasErrors } from "../cluster/diagnostic.ts";
import { googleClient } from "../google/client.ts";
import { endpoints } from "../google/endpoints.ts";
import { renderJson } from "../report/json.ts";
import { renderMarkdown } from "../report/markdown.ts";
import { renderPlans } from "../report/plan-table.ts";
import { renderTerminal } from "../report/terminal.ts";
import { desiredTopology } from "../topology/desired.ts";
import { observeStored } from "../workflow/observe-live.ts";
import { propose } from "../workflow/propose.ts";
import type { ExitCode } from "./exit.ts";
import { noFiles } from "./no-files.ts";
import { type Screen, tellDiagnostics } from "./screen.ts";

export interface PlanOptions {
  /** Compare with this file instead of with Terraform's state. */
  readonly from?: string;
  readonly format: "text" | "markdown" | "json";
}

/** `quorate plan`: what applying the files would do, from Terraform's state as it is stored or from another file. */
export async function plan(paths: readonly string[], options: PlanOptions, screen: Screen): Promise<ExitCode> {
  const files = await readClusterFiles(paths);
  if (files.length === 0) return noFiles(screen);
  const from = options.from === undefined ? undefined : await readClusterFile(options.from);
  const read = from === undefined ? files : [...files, from];
  const diagnostics = diagnosticsOf(read);
  if (hasErrors(diagnostics)) {
    tellDiagnostics(screen, diagnostics, read);
    return 1;
  }
  const plans = await Promise.all(
    files.map(async (file) => {
      const spec = specOf(file);
      const plan = from === undefined ? await planFromState(spec) : planFromSpec(spec, specOf(from));
      return { ...plan, diagnostics: [...file.diagnostics, ...plan.diagnostics] };
    }),
  );
  const sources = new Map(files.map(({ file, text }) => [file, text]));
  screen.print(render(plans, options.format, screen, sources));
  if (plans.some((each) => hasErrors(each.diagnostics))) return 1;
  return plans.some(({ steps }) => steps.length > 0) ? 2 : 0;
}

async function planFromState(spec: ClusterSpec): Promise<Plan> {
  const storage = storageOf(spec, process.cwd(), googleClient(process.env), endpoints(process.env));
  return propose({ spec, observed: await observeStored(storage), basis: "state" });
}

function planFromSpec(spec: ClusterSpec, from: ClusterSpec): Plan {
  return propose({ spec, observed: desiredTopology(from), basis: "spec" });
}

function render(
  plans: readonly Plan[],
  format: PlanOptions["format"],
  { color, width }: Screen,
  sources: ReadonlyMap<string, string>,
): string {
  const [only] = plans;
  const single = plans.length === 1 && only !== undefined;
  switch (format) {
    case "json":
      return renderJson(single ? only : plans);
    case "markdown":
      return plans.map((plan) => renderMarkdown(plan)).join("\n");
    case "text": {
      const each = plans.map((plan) => renderTerminal(plan, { color, width, sources })).join("\n");
      return single ? each : `${each}\n${renderPlans(plans, { color })}`;
    }
  }
}
