import { endGroup, startGroup } from "@actions/core";
import { printable } from "../../cluster/printable.ts";
import type { ApplyEvent } from "../../report/apply-event.ts";
import { inlineCode, inlineText } from "../../report/markdown/markdown-text.ts";
import { duration, renderEvent } from "../../report/progress.ts";
import { log } from "../annotate.ts";

const repeatSeconds = 30;

/** What an apply has done so far, as people read it in a summary: a line for each step. */
export class Progress {
  readonly #lines: string[] = [];
  #waiting = { reason: "", toldAt: 0 };
  #grouped = false;

  /** Takes an event in, and writes it to the log, folded by step. Answers whether the summary has changed. */
  take(event: ApplyEvent): boolean {
    if (event.event === "step-started") this.#group(`Step ${event.id} of ${event.of}: ${event.title}`);
    else if (!this.#repeats(event)) log(renderEvent(event, { color: false }));
    if (event.event === "step-finished" || event.event === "interrupted") this.#ungroup();
    return this.#note(event);
  }

  /** A list in Markdown; empty before the first step. */
  get markdown(): string {
    return this.#lines.join("\n");
  }

  end(): void {
    this.#ungroup();
  }

  #note(event: ApplyEvent): boolean {
    switch (event.event) {
      case "step-started":
        this.#lines.push(`- ⏳ ${inlineText(event.title)}`);
        return true;
      case "step-finished":
        this.#lines.push(`${(this.#lines.pop() ?? "").replace("⏳", "✅")} (${duration(event.seconds)})`);
        return true;
      case "interrupted":
        this.#lines.push(`${(this.#lines.pop() ?? "").replace("⏳", "⏸️")}, interrupted`);
        return true;
      default:
        return false;
    }
  }

  #repeats(event: ApplyEvent): boolean {
    if (event.event !== "gate-waiting") {
      this.#waiting = { reason: "", toldAt: 0 };
      return false;
    }
    const { reason, elapsedSeconds } = event;
    if (reason === this.#waiting.reason && elapsedSeconds < this.#waiting.toldAt + repeatSeconds) return true;
    this.#waiting = { reason, toldAt: elapsedSeconds };
    return false;
  }

  #group(title: string): void {
    this.#ungroup();
    startGroup(printable(title));
    this.#grouped = true;
  }

  #ungroup(): void {
    if (this.#grouped) endGroup();
    this.#grouped = false;
  }
}

/** Lines as a list of code, at most so many. */
export function codeList(lines: readonly string[], most: number): string {
  const rest = lines.length > most ? [`- and ${lines.length - most} more`] : [];
  return [...lines.slice(0, most).map((line) => `- ${inlineCode(line)}`), ...rest].join("\n");
}
