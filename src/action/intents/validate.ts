import { setOutput } from "@actions/core";
import { context } from "@actions/github";
import { diagnosticsOf } from "../../adapters/cluster-files.ts";
import { hasErrors } from "../../cluster/diagnostic.ts";
import { renderMarkdownDiagnostics } from "../../report/markdown/markdown.ts";
import { counted } from "../../report/phrase/count-phrase.ts";
import { annotate, log } from "../annotate.ts";
import { CommittedFiles } from "../files/committed-files.ts";
import { summarize } from "../outputs.ts";
import type { Ending, Run } from "../run.ts";

/** Checks every cluster file of the commit that the event is about, and plans nothing. */
export async function validate({ github, inputs, event }: Run): Promise<Ending> {
  const commit = event.kind === "pull-request" ? event.head : context.sha;
  const committed = new CommittedFiles(github, inputs.files);
  const files = await committed.read([...(await committed.list(commit)).clusters.values()]);
  const diagnostics = diagnosticsOf(files);
  annotate(diagnostics);
  const failed = hasErrors(diagnostics);
  const verdict = `${counted(files.length, "cluster file")}${failed ? ", with errors" : ", no errors"}.`;
  log(verdict);
  const text = [`## Quorate validate`, verdict, renderMarkdownDiagnostics(diagnostics)].join("\n\n");
  await summarize(text, text);
  setOutput("changed", false);
  return { failed, result: failed ? "refused" : "no-changes" };
}
