import { createColors } from "picocolors";
import type { Told } from "./progress-digest.ts";

const width = 100;

/** What a person reads: headings, commands with their output, and lines that come and go on a terminal. */
export class Page {
  readonly paint: ReturnType<typeof createColors>;
  readonly terminal: boolean;
  #passing = false;

  constructor() {
    this.terminal = process.stdout.isTTY === true;
    this.paint = createColors(this.terminal && !process.env["NO_COLOR"]);
  }

  heading(text: string): void {
    const rule = "─".repeat(Math.max(0, width - text.length - 4));
    this.line(`\n${this.paint.dim("──")} ${this.paint.bold(text)} ${this.paint.dim(rule)}\n`);
  }

  command(text: string): void {
    this.line(`${this.paint.dim("$")} ${this.paint.bold(text)}\n`);
  }

  line(text = ""): void {
    this.#clear();
    process.stdout.write(`${text}\n`);
  }

  /** A line that the next one takes the place of; nothing where lines cannot be taken back. */
  passing(text: string): void {
    if (!this.terminal) return;
    this.#clear();
    process.stdout.write(this.paint.dim(text.slice(0, (process.stdout.columns ?? width) - 1)));
    this.#passing = true;
  }

  tell(told: readonly Told[]): void {
    for (const { kind, text } of told) {
      if (kind === "line") this.line(text.replace(/^ {2}✓/, `  ${this.paint.green("✓")}`));
      else this.passing(text);
    }
  }

  #clear(): void {
    if (this.#passing) process.stdout.write("\r\x1b[K");
    this.#passing = false;
  }
}
