import { type ClusterFile, diagnosticsOf, isBad } from "../../adapters/cluster-files.ts";
import { addReplicas } from "../../cluster/edit/add-replicas.ts";
import type { Edited, EditOutcome } from "../../cluster/edit/edited.ts";
import { removeReplicas } from "../../cluster/edit/remove-replicas.ts";
import { commitFile } from "../../github/commit-file.ts";
import type { Intent } from "../../github/intent.ts";
import { removeLabel } from "../../github/labels.ts";
import { mergeBase, type PullRequest, readPullRequest } from "../../github/pull-request.ts";
import { atOdds, type ReplicaLabel } from "../../github/replica-label.ts";
import { renderMarkdownDiagnostics } from "../../report/markdown/markdown.ts";
import { inlineCode } from "../../report/markdown/markdown-text.ts";
import { annotate, tell } from "../annotate.ts";
import { CommittedFiles } from "../files/committed-files.ts";
import { mayAsk } from "../may-ask.ts";
import type { Ending, Run } from "../run.ts";
import { offerChange, refuseLabel } from "./offer-change.ts";
import { planPull } from "./plan-pull.ts";

type Edit = Intent & { readonly kind: "edit-pull" };

/**
 * Does what a label asks for: edits the cluster file on the pull request's branch, on exactly the head that was labelled,
 * and plans the new head. Where that cannot be, answers with the reason or with the exact change. The label goes.
 */
export async function editPull(run: Run, { number, head, label, actor }: Edit): Promise<Ending> {
  const { github } = run;
  const pull = await readPullRequest(github, number);
  if (!pull.labels.includes(label.name)) {
    tell("The label is gone already");
    return { failed: false, result: "ignored" };
  }
  if (!(await mayAsk(run, number, { login: actor }))) {
    await removeLabel(github, number, label.name);
    return { failed: false, result: "ignored" };
  }
  const opposed = atOdds(
    label,
    pull.labels.filter((name) => name !== label.name),
  );
  if (opposed.length > 0) {
    for (const { name } of [label, ...opposed]) await removeLabel(github, number, name);
    const names = [label, ...opposed].map(({ name }) => inlineCode(name)).join(" and ");
    return refuseLabel(
      run,
      pull,
      `The labels ${names} ask for opposite things, so both were taken off. Put on the one that is meant.`,
    );
  }
  await removeLabel(github, number, label.name);
  if (pull.head.sha !== head) {
    return refuseLabel(
      run,
      pull,
      `The branch was pushed to after the label ${inlineCode(label.name)} was put on. Look at it, and put the label on again.`,
    );
  }
  const file = await fileOf(run, pull, label);
  if ("reason" in file) return refuseLabel(run, pull, file.reason);
  const outcome = edit(file, label);
  if ("refused" in outcome) {
    annotate(outcome.refused);
    const reasons = renderMarkdownDiagnostics(outcome.refused);
    return refuseLabel(run, pull, `The label ${inlineCode(label.name)} cannot be followed:\n\n${reasons}`);
  }
  return commit(run, pull, { file, label, actor, edited: outcome });
}

function edit(file: ClusterFile, { operation, target }: ReplicaLabel): EditOutcome {
  return operation === "add"
    ? addReplicas(file.text, file.file, { zones: [target] })
    : removeReplicas(file.text, file.file, [target]);
}

async function commit(
  run: Run,
  pull: PullRequest,
  { file, label, actor, edited }: { file: ClusterFile; label: ReplicaLabel; actor: string; edited: Edited },
): Promise<Ending> {
  const what = sentence(label, edited);
  if (pull.isFork) return offerChange(run, pull, { file, text: edited.text, why: `${what} The branch is in a fork` });
  const committed = await commitFile(run.github, {
    branch: pull.head.branch,
    head: pull.head.sha,
    path: file.file,
    text: edited.text,
    headline: what.replace(/\.$/, "").replace(/<[^>]*>/g, ""),
    body: `Asked for by @${actor} with the label ${label.name}.`,
  });
  if ("refused" in committed) {
    if (committed.refused === "forbidden") {
      return offerChange(run, pull, { file, text: edited.text, why: `${what} ${committed.reason}` });
    }
    return refuseLabel(run, pull, "The branch was pushed to in the meantime. Look at it, and put the label on again.");
  }
  const notice = `${what} See ${committed.sha}, asked for by ${inlineCode(actor)} with the label ${inlineCode(label.name)}.`;
  return planPull(run, { number: pull.number, of: { kind: "commit", begins: committed.sha }, notice });
}

function sentence({ operation }: ReplicaLabel, { replicas }: Edited): string {
  const names = replicas.map(({ name, zone }) => `${name} in ${zone}`).join(", ");
  return `${operation === "add" ? "Add" : "Remove"} ${names}.`;
}

/** The file that a label is about: the one of its cluster, or the only one that the pull request changes. */
async function fileOf(run: Run, pull: PullRequest, label: ReplicaLabel): Promise<ClusterFile | { reason: string }> {
  const files = new CommittedFiles(run.github, run.inputs.files);
  const base = await mergeBase(run.github, pull.base.sha, pull.head.sha);
  const [now, old] = await Promise.all([files.list(pull.head.sha), files.list(base)]);
  const all = [...now.clusters.values()];
  const changed = all.filter(({ path, sha }) => old.clusters.get(path)?.sha !== sha);
  const read = await files.read(label.cluster === undefined && changed.length > 0 ? changed : all);
  const found = label.cluster === undefined ? read : read.filter(({ spec }) => spec?.name === label.cluster);
  const [only, ...others] = found;
  if (only !== undefined && others.length === 0) {
    if (!isBad(only)) return only;
    return { reason: `The file has errors; mend them first:\n\n${renderMarkdownDiagnostics(diagnosticsOf([only]))}` };
  }
  const names = read.flatMap(({ spec }) => (spec === undefined ? [] : [inlineCode(`${spec.name}/${bare(label)}`)]));
  const which =
    names.length === 0 ? "There is no valid cluster file." : `Write one of ${names.slice(0, 10).join(", ")}.`;
  return { reason: `The label ${inlineCode(label.name)} does not say which cluster is meant. ${which}` };
}

function bare({ operation, target }: ReplicaLabel): string {
  return `replica/${operation}:${target}`;
}
