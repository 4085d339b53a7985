/**
 * Who may import what. This table is the only place where that is said: `npm run layers` writes the linter's rules
 * (biome.layers.json) and the table in docs/architecture.md from it. A row is complete: what it does not name is
 * refused. A row may name only rows above it, so imports go one way.
 */

/** What the files of one folder of `src`, or one file, may import besides their own folder. */
export interface Layer<Module extends string = string> {
  /** Folders of `src`, or a file by its path from `src`. */
  readonly imports: readonly string[];
  /** Packages and built-in modules, each as it is imported; `*` stands for anything without `/`, `**` for anything. */
  readonly modules: readonly Module[];
}

/** The modules with which a folder stays pure: no files, no network, no processes, no clock. */
type PureModule = "node:crypto" | "node:util" | "picocolors" | "yaml" | "zod";

const pure = {
  cluster: { imports: [], modules: ["node:util", "yaml", "zod"] },
  topology: { imports: ["cluster"], modules: ["node:util", "zod"] },
  plan: { imports: ["cluster", "topology"], modules: ["node:crypto"] },
  change: { imports: ["cluster", "topology", "plan"], modules: ["node:util"] },
  bootstrap: { imports: [], modules: [] },
  constructs: { imports: ["cluster", "topology", "bootstrap"], modules: ["node:crypto"] },
  probe: { imports: ["cluster", "topology", "plan"], modules: [] },
  propose: {
    imports: ["cluster", "topology", "plan", "change", "constructs", "probe"],
    modules: ["node:crypto", "node:util"],
  },
  report: { imports: ["cluster", "topology", "plan"], modules: ["node:crypto", "node:util", "picocolors", "zod"] },
} as const satisfies Record<string, Layer<PureModule>>;

const anyBuiltin = ["node:*", "node:*/*"] as const;

const edges = {
  terraform: { imports: [], modules: [...anyBuiltin] },
  google: { imports: [], modules: ["google-auth-library"] },
  github: { imports: ["plan"], modules: ["@actions/github", "@octokit/*", "node:timers/promises", "zod"] },
  "local-cloud": { imports: ["cluster", "topology"], modules: [...anyBuiltin, "yaml", "zod"] },
  rehearse: { imports: ["topology", "local-cloud"], modules: ["node:https", "node:timers/promises", "yaml", "zod"] },
  workflow: {
    imports: ["cluster", "topology", "plan", "constructs", "probe", "propose", "report", "terraform"],
    modules: ["node:crypto", "node:fs/promises", "node:path", "node:util", "zod"],
  },
  // `terraform`: how its runs are set up is the same for both front ends.
  adapters: {
    imports: ["cluster", "topology", "plan", "constructs", "propose", "terraform", "google", "workflow"],
    modules: [...anyBuiltin, "@peculiar/x509", "reflect-metadata", "zod"],
  },
  action: {
    imports: [
      ...["cluster", "topology", "plan", "constructs", "probe", "propose", "report"],
      ...["terraform", "github", "workflow", "adapters"],
    ],
    modules: [...anyBuiltin, "@actions/*"],
  },
  cli: {
    imports: [
      ...["cluster", "topology", "plan", "constructs", "probe", "propose", "report"],
      ...["terraform", "local-cloud", "rehearse", "workflow", "adapters", "../package.json"],
    ],
    modules: [...anyBuiltin, "commander", "yaml", "zod"],
  },
} as const satisfies Record<string, Layer>;

/** A row for each folder of `src`, from the lowest to the highest. */
export const folders: Readonly<Record<string, Layer>> = { ...pure, ...edges };

/** Files with a row of their own, by their path from `src`: they may import this, and nothing that their folder may. */
export const files: Readonly<Record<string, Layer>> = {
  // The text of these files is a constant of the program; the bundle holds it.
  "bootstrap/instance-files.ts": { imports: [], modules: ["node:fs"] },
  // The barrel of the bindings costs seconds, so each is imported by its full path.
  "constructs/cdktf/cdktf.ts": {
    imports: [],
    modules: ["@cdktf/provider-google/lib/**", "cdktf", "cdktf/package.json", "constructs"],
  },
  "cli.ts": { imports: ["cli"], modules: [] },
  "launcher.ts": { imports: ["cli"], modules: ["node:path"] },
  "action.ts": { imports: ["cluster", "action", "report"], modules: ["@actions/core"] },
};

/** The folder `stacks`, beside `src`. */
export const stacks: Layer = { imports: ["cluster", "constructs"], modules: ["node:fs", "node:path"] };

/** The example app, which has nothing but packages: of ours, the public face of the constructs. */
export const example: Layer = {
  imports: [],
  modules: ["@cdktf/provider-google/lib/**", "cdktf", "node:fs", "quorate/constructs"],
};

/** Folders of `src` whose files import each other in a circle. All others are kept free of circles. */
export const knownCircles: readonly string[] = [];
