import { getBooleanInput, getInput, getMultilineInput } from "@actions/core";
import { type Command, commands } from "../github/intent.ts";
import { type NamedBackend, parseBackends } from "./files/backends.ts";
import { InputError } from "./input-error.ts";
import type { Release } from "./terraform/install-terraform.ts";
import { wantedRelease } from "./terraform/terraform-release.ts";

/** What the workflow sets, as action.yml describes it. */
export interface Inputs {
  /** undefined: the event decides. */
  readonly command: Command | undefined;
  /** Files, folders and patterns of paths, from the top of the repository. */
  readonly files: readonly string[];
  readonly token: string;
  readonly verify: boolean;
  readonly comment: boolean;
  readonly commentAuthor: string;
  readonly applyBeforeMerge: boolean;
  /** Where states of clusters may be that are not merged yet. */
  readonly backends: readonly NamedBackend[];
  readonly cluster: string;
  readonly plan: string;
  readonly replica: string;
  readonly dryRun: boolean;
  readonly environment: string;
  /** Seconds. */
  readonly lockTimeout: number;
  /** Seconds. */
  readonly gateTimeout: number;
  /** The release of Terraform that is wanted; undefined: whichever is there. */
  readonly terraform: Release | undefined;
}

/** Reads the inputs. Throws an InputError for the first that is wrong. */
export function readInputs(): Inputs {
  return {
    command: command(),
    files: getMultilineInput("files", { required: true }).map(pathInRepository),
    token: getInput("token", { required: true }),
    verify: flag("verify"),
    comment: flag("comment"),
    commentAuthor: getInput("comment-author", { required: true }),
    applyBeforeMerge: flag("apply-before-merge"),
    backends: parseBackends(getMultilineInput("backends")),
    cluster: getInput("cluster"),
    plan: digest(),
    replica: getInput("replica"),
    dryRun: flag("dry-run"),
    environment: getInput("environment"),
    lockTimeout: seconds("lock-timeout"),
    gateTimeout: seconds("gate-timeout"),
    terraform: wantedRelease(getInput("terraform-version"), getMultilineInput("terraform-sha256")),
  };
}

function command(): Command | undefined {
  const text = getInput("command");
  if (text === "") return undefined;
  const known = commands.find((each) => each === text);
  if (known === undefined) {
    throw new InputError(`The input command is ${JSON.stringify(text)}`, `Set it to one of ${commands.join(", ")}`);
  }
  return known;
}

function pathInRepository(path: string): string {
  const segments = path.split("/");
  if (path.startsWith("/") || path.includes("\\") || segments.includes("..")) {
    throw new InputError(
      `The input files names ${JSON.stringify(path)}, which is not in the repository`,
      "Write paths from the top of the repository, such as clusters/*.yaml",
    );
  }
  return segments.filter((segment) => segment !== "." && segment !== "").join("/") || ".";
}

function digest(): string {
  const text = getInput("plan");
  if (text === "" || /^sha256:[0-9a-f]{64}$/.test(text)) return text;
  throw new InputError(
    `The input plan is ${JSON.stringify(text)}, which is no plan's digest`,
    "Copy the digest below a plan, such as sha256:…",
  );
}

function flag(name: string): boolean {
  try {
    return getBooleanInput(name);
  } catch {
    throw new InputError(`The input ${name} is ${JSON.stringify(getInput(name))}`, "Set it to true or false");
  }
}

function seconds(name: string): number {
  const text = getInput(name, { required: true });
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new InputError(`The input ${name} is ${JSON.stringify(text)}`, "Set it to a whole number of seconds");
}
