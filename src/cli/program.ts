import { Command, InvalidArgumentError, Option } from "commander";
import packageJson from "../../package.json" with { type: "json" };
import type { ReplaceOptions } from "./apply/replace.ts";
import type { AddOptions } from "./edit/add.ts";
import type { RemoveOptions } from "./edit/remove.ts";
import type { ExitCode } from "./exit.ts";
import type { InitOptions } from "./init/init.ts";
import type { KubeconfigOptions } from "./kubeconfig.ts";
import { local } from "./local/local-commands.ts";
import type { PlanOptions } from "./plan/plan.ts";
import type { Fault } from "./rehearse/rehearsal-fault.ts";
import type { RehearseOptions } from "./rehearse/rehearse.ts";
import type { Screen } from "./screen.ts";
import { whole } from "./whole.ts";

const { version } = packageJson;
const reviewedHelp =
  "apply without asking, but only this plan or what is left of it: its digest, or the file that `quorate plan --format json` wrote";
const filesHelp = "cluster files, folders of them, or patterns such as 'clusters/**/*.yaml' (default: clusters/)";
const exitCodes = "\nExit codes: 0 no changes, 2 changes, 1 error.";
const defaultGateTimeout = 900;

/** The command line. `finish` takes the exit code of the command that ran. Commands are loaded when they are called. */
export function program(screen: Screen, finish: (code: ExitCode) => void): Command {
  const root = new Command("quorate")
    .description("GitOps for highly available Kubernetes control planes on Google Compute Engine.")
    .version(version, "--version", "print the version")
    .helpCommand(false)
    .showHelpAfterError("(see --help)")
    .configureOutput({ writeOut: screen.print, writeErr: screen.tell });

  root
    .command("validate")
    .description("Check cluster files; every mistake at once, with its line.")
    .argument("[files...]", filesHelp)
    .action(async (files: string[]) => finish(await (await import("./validate.ts")).validate(files, screen)));

  root
    .command("plan")
    .description("Show the steps that bring clusters to what their files ask for. Changes nothing.")
    .argument("[files...]", filesHelp)
    .option("--from <file>", "compare with this cluster file instead of Terraform's state; needs no credentials")
    .addOption(
      new Option(
        "--from-git <ref>",
        "compare with the files as they are at this commit; needs no credentials",
      ).conflicts("from"),
    )
    .addOption(
      new Option("--verify", "refresh the state, look at the replicas, and ask Terraform for its own plan").conflicts([
        "from",
        "fromGit",
      ]),
    )
    .addOption(new Option("--format <format>", "how to print it").choices(["text", "markdown", "json"]).default("text"))
    .addHelpText("after", exitCodes)
    .action(async (files: string[], options: PlanOptions) =>
      finish(await (await import("./plan/plan.ts")).plan(files, options, screen)),
    );

  applyOptions(root.command("apply"))
    .description(
      "Bring a cluster to what its file asks for, one safe step after another. Run it again after any interruption.",
    )
    .argument("<file>", "cluster file")
    .option("--plan <plan>", reviewedHelp)
    .option("--yes", "apply without asking", false)
    .action(async (file: string, options) =>
      finish(await (await import("./apply/apply.ts")).applyFile(file, options, screen)),
    );

  applyOptions(root.command("replace"))
    .description(
      "Replace a replica: remove it with its data, then create it anew. Run it again after any interruption.",
    )
    .argument("<file>", "cluster file")
    .argument("<replica>", "name of the replica")
    .option("--dry-run", "show the plan from Terraform's state and change nothing", false)
    .option("--plan <plan>", reviewedHelp)
    .option("--yes", "apply without asking", false)
    .option("--again", "replace even the unfinished newcomer of an earlier replacement", false)
    .action(async (file: string, replica: string, options: ReplaceOptions) =>
      finish(await (await import("./apply/replace.ts")).replace(file, replica, options, screen)),
    );

  applyOptions(root.command("delete"))
    .description("Delete a whole cluster, with its data and its IP. Asks for its name.")
    .argument("<file>", "cluster file")
    .option("--yes", "delete without asking", false)
    .action(async (file: string, options) =>
      finish(await (await import("./apply/apply.ts")).deleteFile(file, options, screen)),
    );

  editing(root, screen, finish);
  initial(root, screen, finish);

  root
    .command("synth")
    .description("Write the Terraform configuration of clusters at rest, as `cdktf synth` does.")
    .argument("[files...]", filesHelp)
    .option("--out <directory>", "where to write it", "cdktf.out")
    .action(async (files: string[], { out }: { out: string }) =>
      finish(await (await import("./synth.ts")).synthFiles(files, out, screen)),
    );

  root
    .command("status")
    .description(
      "Show a cluster's topology and what its replicas say of themselves. Exit code 1 if any is not healthy.",
    )
    .argument("<file>", "cluster file")
    .action(async (file: string) => finish(await (await import("./status.ts")).status(file, screen)));

  root
    .command("kubeconfig")
    .description("Print a kubeconfig with a short-lived client certificate. Needs the right to read the CA's secret.")
    .argument("<file>", "cluster file")
    .addOption(new Option("--hours <number>", "how long the certificate is valid, 1 to 24").argParser(hours).default(8))
    .option("--user <name>", "who the API's audit log shall name (default: you, at this machine)")
    .action(async (file: string, options: KubeconfigOptions) =>
      finish(await (await import("./kubeconfig.ts")).kubeconfig(file, options, screen)),
    );

  root
    .command("rehearse")
    .description(
      "Carry a change out on real control planes of this machine, with clients that write and read all the time, and report what they saw.",
    )
    .argument("<file>", "cluster file as it shall be")
    .option("--from <file>", "cluster file as it is now (default: there is no cluster yet)")
    .addOption(
      new Option("--fault <fault>", "what goes wrong meanwhile").choices([
        "kill-leader",
        "partition",
      ] satisfies Fault[]),
    )
    .addOption(new Option("--during <step>", "the step during which it goes wrong").default(1).argParser(whole))
    .addOption(
      new Option("--gate-timeout <seconds>", "how long to wait for the live cluster at each gate")
        .default(defaultGateTimeout)
        .argParser(whole),
    )
    .option("--out <directory>", "write report.md and timeline.svg there")
    .action(async (file: string, options: RehearseOptions) =>
      finish(await (await import("./rehearse/rehearse.ts")).rehearseFile(file, options, screen)),
    );

  local(root, screen, finish);
  return root;
}

function editing(root: Command, screen: Screen, finish: (code: ExitCode) => void): void {
  const dryRun = "print the difference and write nothing";
  root
    .command("add")
    .description("Add a replica to a cluster file; comments stay. Changes nothing but the file.")
    .argument("<file>", "cluster file")
    .argument("<zones...>", "zone of each new replica, in full or by its letter")
    .option("--name <name>", "name of the new replica (default: <cluster>-<zone letter>, or with a number)")
    .option("--machine-type <type>", "machine type of the new replicas (default: the control plane's)")
    .option("--dry-run", dryRun, false)
    .action(async (file: string, zones: string[], options: AddOptions) =>
      finish(await (await import("./edit/add.ts")).add(file, zones, options, screen)),
    );
  root
    .command("remove")
    .description("Remove a replica from a cluster file by its name, or every replica in a zone. Changes only the file.")
    .argument("<file>", "cluster file")
    .argument("<replicas...>", "names of replicas, or zones, in full or by their letters")
    .option("--dry-run", dryRun, false)
    .action(async (file: string, targets: string[], options: RemoveOptions) =>
      finish(await (await import("./edit/remove.ts")).remove(file, targets, options, screen)),
    );
}

function initial(root: Command, screen: Screen, finish: (code: ExitCode) => void): void {
  root
    .command("init")
    .description("Write the first file of a cluster, clusters/<name>.yaml. On a terminal it asks for what is missing.")
    .argument("[directory]", "where clusters/ is or shall be", ".")
    .option("--name <name>", "name of the cluster")
    .option("--project <id>", "ID of the Google Cloud project")
    .option("--region <region>", "region of all replicas")
    .option("--zones <zones>", "zones in full or by letters, with commas; one for each replica: b,c,d")
    .option("--allowed-cidr <ranges>", "ranges that may reach the API, with commas")
    .option("--bucket <bucket>", "Cloud Storage bucket for Terraform's state")
    .option("--yes", "ask nothing: take what would be proposed where an option is missing", false)
    .action(async (directory: string, options: InitOptions) =>
      finish(await (await import("./init/init.ts")).init(directory, options, screen)),
    );
}

function applyOptions(command: Command): Command {
  return command
    .addOption(
      new Option("--lock-timeout <seconds>", "how long to wait while another run holds the lock")
        .default(0)
        .argParser(whole),
    )
    .addOption(
      new Option("--gate-timeout <seconds>", "how long to wait for the live cluster at each gate")
        .default(defaultGateTimeout)
        .argParser(whole),
    );
}

function hours(text: string): number {
  const number = whole(text);
  if (number < 1 || number > 24) throw new InvalidArgumentError("It must be a number from 1 to 24.");
  return number;
}
