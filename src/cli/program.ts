import { Command, InvalidArgumentError, Option } from "commander";
import type { ExitCode } from "./exit.ts";
import type { LocalOptions } from "./local.ts";
import type { PlanOptions } from "./plan.ts";
import type { Screen } from "./screen.ts";

const filesHelp = "cluster files, or folders of them (default: clusters/)";
const exitCodes = "\nExit codes: 0 no changes, 2 changes, 1 error.";
const defaultGateTimeout = 900;

/** The command line. `finish` takes the exit code of the command that ran. Commands are loaded when they are called. */
export function program(screen: Screen, finish: (code: ExitCode) => void): Command {
  const root = new Command("quorate")
    .description("GitOps for highly available Kubernetes control planes on Google Compute Engine.")
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
    .addOption(new Option("--format <format>", "how to print it").choices(["text", "markdown", "json"]).default("text"))
    .addHelpText("after", exitCodes)
    .action(async (files: string[], options: PlanOptions) =>
      finish(await (await import("./plan.ts")).plan(files, options, screen)),
    );

  applyOptions(root.command("apply"))
    .description(
      "Bring a cluster to what its file asks for, one safe step after another. Run it again after any interruption.",
    )
    .argument("<file>", "cluster file")
    .option("--plan <digest>", "apply only the plan with this digest, without asking")
    .option("--yes", "apply without asking", false)
    .action(async (file: string, options) =>
      finish(await (await import("./apply.ts")).applyFile(file, options, screen)),
    );

  applyOptions(root.command("delete"))
    .description("Delete a whole cluster, with its data and its IP. Asks for its name.")
    .argument("<file>", "cluster file")
    .option("--yes", "delete without asking", false)
    .action(async (file: string, options) =>
      finish(await (await import("./apply.ts")).deleteFile(file, options, screen)),
    );

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

  local(root, screen, finish);
  return root;
}

function local(root: Command, screen: Screen, finish: (code: ExitCode) => void): void {
  const commands = root
    .command("local")
    .description("A Google Cloud on this machine, to try everything without an account.");
  const port = () => new Option("--port <number>", "port on 127.0.0.1; 0 for any free one").default(0).argParser(whole);
  const latency = () => new Option("--latency <ms>", "how long each call takes").default(0).argParser(whole);
  commands
    .command("start")
    .description(
      'Start it in the background and print the environment that points to it: eval "$(quorate local start)"',
    )
    .addOption(port())
    .addOption(latency())
    .action(async (options: LocalOptions) => finish(await (await import("./local.ts")).startLocal(options, screen)));
  commands
    .command("stop")
    .description("Stop it; what is in it is kept.")
    .action(async () => finish(await (await import("./local.ts")).stopLocal(screen)));
  commands
    .command("reset")
    .description("Empty it.")
    .action(async () => finish(await (await import("./local.ts")).resetLocal(screen)));
  commands
    .command("serve", { hidden: true })
    .addOption(port())
    .addOption(latency())
    .requiredOption("--directory <directory>")
    .action(async (options: LocalOptions & { directory: string }) =>
      finish(await (await import("./local.ts")).serveLocal(options, options.directory)),
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

function whole(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError("It must be a whole number.");
  return Number(text);
}
