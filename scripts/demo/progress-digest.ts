import { stripVTControlCharacters } from "node:util";

/** What to do with a line that `quorate apply` has printed. */
export type Told =
  /** Show it for good. */
  | { readonly kind: "line"; readonly text: string }
  /** Show it until the next line comes. */
  | { readonly kind: "passing"; readonly text: string };

const done = {
  "Creation complete": "created",
  "Modifications complete": "modified",
  "Destruction complete": "destroyed",
};
type Done = keyof typeof done;

/**
 * Condenses an apply's output: the plan, which was shown before, is left out, and of Terraform's resources only their
 * number stays, in one line as soon as something else is told.
 */
export class ProgressDigest {
  #begun = false;
  #counts = new Map<Done, number>();

  /** The lines that take the place of one line of output. */
  take(line: string): Told[] {
    const plain = stripVTControlCharacters(line);
    this.#begun ||= /^\S+: applying \d+ steps? of plan /.test(plain);
    if (!this.#begun || /: applying \d+ step/.test(plain)) return [];
    const resource = /^ {2}(google_\S+): (.*)$/.exec(plain);
    if (resource !== null) return this.#resource(resource[1] ?? "", resource[2] ?? "", line);
    const complete = /^Step \d+ complete after (\S+)$/.exec(plain);
    const told: Told = complete
      ? { kind: "line", text: `  done in ${complete[1]}\n` }
      : { kind: "line", text: line.replace(" (after 0s)", "").replace(" [0s elapsed]", "") };
    return [...this.flush(), told];
  }

  /** What has been counted and not yet told. */
  flush(): Told[] {
    if (this.#counts.size === 0) return [];
    const parts = [...this.#counts].map(([what, count]) => `${count} ${done[what]}`);
    this.#counts = new Map();
    return [{ kind: "line", text: `  ✓ terraform apply: ${parts.join(", ")}` }];
  }

  #resource(address: string, state: string, line: string): Told[] {
    const [what] = Object.keys(done).filter((words) => state.startsWith(words)) as Done[];
    if (what !== undefined) this.#counts.set(what, (this.#counts.get(what) ?? 0) + 1);
    if (state.startsWith("Still ")) return [{ kind: "line", text: line }];
    return [{ kind: "passing", text: `  … ${address}: ${state}` }];
  }
}
