import type { Check } from "../plan/gate.ts";
import type { Action } from "../plan/resource-change.ts";
import type { StepKind } from "../plan/step.ts";

/** What an apply tells while it works, in the order in which it happens. Durations are in seconds. */
export type ApplyEvent =
  /** The plan is the reviewed one and the lock is held; steps begin. */
  | { readonly event: "plan-accepted"; readonly cluster: string; readonly digest: string; readonly steps: number }
  | {
      readonly event: "step-started";
      readonly id: number;
      /** How many steps the plan has. */
      readonly of: number;
      readonly kind: StepKind;
      readonly subject: string;
      readonly title: string;
    }
  | ({ readonly event: "resource-started" } & Omit<ResourceProgress, "elapsedSeconds">)
  | ({ readonly event: "resource-progress" } & ResourceProgress)
  | ({ readonly event: "resource-finished" } & ResourceProgress)
  /** Told again and again while the gate waits; `reason` says what it still sees. */
  | {
      readonly event: "gate-waiting";
      readonly check: Check;
      readonly subject: string;
      readonly reason: string;
      readonly elapsedSeconds: number;
    }
  | { readonly event: "gate-passed"; readonly check: Check; readonly subject: string; readonly elapsedSeconds: number }
  | { readonly event: "step-finished"; readonly id: number; readonly seconds: number }
  /** Somebody stopped the apply; it ends at a safe place within or after this step. */
  | { readonly event: "interrupted"; readonly step: number }
  | { readonly event: "finished"; readonly steps: number; readonly seconds: number }
  | { readonly event: "message"; readonly text: string };

/** One resource on its way. */
export interface ResourceProgress {
  /** Terraform address. */
  readonly address: string;
  readonly action: Action;
  /** Since the resource was started. */
  readonly elapsedSeconds: number;
}
