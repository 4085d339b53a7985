import { Argument, type Command, Option } from "commander";
import { type FaultKind, faultKinds } from "../../local-cloud/faults/kinds.ts";
import type { ExitCode } from "../exit.ts";
import type { Screen } from "../screen.ts";
import { whole } from "../whole.ts";
import type { LoadOptions } from "./load.ts";
import type { LocalOptions } from "./local.ts";
import type { InjectOptions } from "./local-inject.ts";

/** `quorate local …`. */
export function local(root: Command, screen: Screen, finish: (code: ExitCode) => void): void {
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
    .addOption(
      new Option(
        "--driver <driver>",
        "what control planes are: simulated, or real ones in namespaces of this machine (needs root and Linux); " +
          "as last time where nothing is said, at first simulated",
      ).choices(["simulated", "namespaces"]),
    )
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
    .command("kill")
    .description("End all processes of an instance, as a crash does. The instance stays.")
    .argument("<instance>", "name of the instance; a replica's is its own")
    .action(async (instance: string) => finish(await (await import("./local.ts")).killLocal(instance, screen)));
  commands
    .command("exec")
    .description("Run a program, such as kubectl, as a client outside of the network of control planes in namespaces.")
    .argument("<command...>", "program and arguments, after --")
    .option("--cluster <name>", "whose kubeconfig it gets, where there are several")
    .action(async (words: string[], { cluster }: { cluster?: string }) =>
      finish(await (await import("./lab.ts")).execLocal((await import("./local.ts")).localDirectory, words, cluster)),
    );
  commands
    .command("load")
    .description("Write and read through KUBECONFIG until interrupted, and print each request as a line of JSON.")
    .addOption(new Option("--writers <number>", "how many clients write; as many read").default(2).argParser(whole))
    .addOption(
      new Option("--pause <ms>", "milliseconds between two requests of a client").default(100).argParser(whole),
    )
    .action(async (options: LoadOptions) => finish(await (await import("./load.ts")).loadLocal(options, screen)));
  commands
    .command("serve", { hidden: true })
    .addOption(port())
    .addOption(latency())
    .addOption(new Option("--lab <directory>"))
    .addOption(new Option("--kubernetes <directory>"))
    .requiredOption("--directory <directory>")
    .action(async (options: LocalOptions & { directory: string }) =>
      finish(await (await import("./local.ts")).serveLocal(options, options.directory)),
    );
  inject(commands, screen, finish);
}

function inject(commands: Command, screen: Screen, finish: (code: ExitCode) => void): void {
  const width = Math.max(...Object.keys(faultKinds).map(({ length }) => length));
  const lines = Object.entries(faultKinds).map(([kind, looks]) => `  ${kind.padEnd(width)}  ${looks}`);
  commands
    .command("inject")
    .description("Make calls fail, as GCE's do now and then. Faults stay over a restart, until they are cleared.")
    .addArgument(new Argument("[kind]", "what the caller gets; see below").choices(Object.keys(faultKinds)))
    .option("--method <method>", "only calls of this HTTP method")
    .option("--path <pattern>", "only calls whose path with its query matches this regular expression", "/")
    .addOption(new Option("--nth <number>", "the first call to be struck").default(1).argParser(whole))
    .addOption(new Option("--count <number>", "how many are; 0 for all from there on").default(1).argParser(whole))
    .option("--carried-out", "the call is carried out all the same, and only its answer is lost", false)
    .option("--late", "the call is accepted, and its operation fails (refusals only)", false)
    .addOption(new Option("--retry-after <seconds>", "what the header Retry-After says").argParser(whole))
    .addOption(
      new Option("--seconds <number>", "how long no-answer keeps the connection").default(600).argParser(whole),
    )
    .addOption(new Option("--list", "show what is injected, and how often it has struck").conflicts("clear"))
    .option("--clear", "take all faults out")
    .addHelpText("after", `\nKinds:\n${lines.join("\n")}`)
    .action(async (kind: FaultKind | undefined, options: InjectOptions) =>
      finish(await (await import("./local-inject.ts")).injectLocal(kind, options, screen)),
    );
}
