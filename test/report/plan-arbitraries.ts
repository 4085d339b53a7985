import fc from "fast-check";
import type { Diagnostic } from "../../src/cluster/diagnostic.ts";
import type { DetailedStep, Plan } from "../../src/plan/plan.ts";
import type { Action, ResourceChange } from "../../src/plan/resource-change.ts";
import type { LoadBalanced } from "../../src/topology/endpoint/load-balanced.ts";
import type { Topology } from "../../src/topology/topology.ts";
import { withEndpoint } from "../kit/cluster/cluster-fixture.ts";
import { change, plan, replica, step, topology } from "./plan-fixtures.ts";

/** What people could try, or get by accident, in a name, a title or a value. */
export const HOSTILE = [
  "```",
  "~~~",
  "</details>",
  "</summary><script>alert(1)</script>",
  "| a | b |",
  "@octocat",
  "see #1 and GH-2",
  "https://evil.example",
  "www.evil.example",
  "someone@evil.example",
  "[text](http://evil.example)",
  "![image](http://evil.example/i.png)",
  "$x$",
  ":tada:",
  "*bold* _it_ ~~gone~~",
  "line\n\n# heading",
  "line\r\n> quote",
  "\u001b[31mred",
  "\u202eesrever",
  "\u0000",
  '"]; click a "javascript:x"',
  "%%{init: {}}%%",
  "&lt;b&gt;",
  "\\`",
  "#quot;",
] as const;

/** Any text, often a hostile one. */
export const anyText = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string(),
  fc.string({ unit: "binary" }),
  fc.tuple(fc.constantFrom(...HOSTILE), fc.string()).map(([a, b]) => `${b}${a}${b}`),
);

const attributes = fc.dictionary(anyText, fc.oneof(anyText, fc.jsonValue({ maxDepth: 2 })), { maxKeys: 5 });

const anyChange: fc.Arbitrary<ResourceChange> = fc
  .tuple(
    anyText,
    fc.constantFrom<readonly Action[]>(["create"], ["update"], ["delete"], ["delete", "create"]),
    attributes,
    attributes,
    fc.dictionary(anyText, fc.constant(true), { maxKeys: 2 }),
  )
  .map(([name, actions, before, after, afterUnknown]) =>
    change(`google_thing.${name}`, {
      actions,
      before: actions[0] === "create" ? null : before,
      after: actions.at(-1) === "delete" ? null : after,
      afterUnknown,
    }),
  );

export const anyTopology: fc.Arbitrary<Topology> = fc
  .tuple(
    fc.array(fc.tuple(anyText, anyText), { maxLength: 4 }),
    fc.constantFrom("none", "loadBalancer", "replica"),
    anyText,
  )
  .map(([named, on, gone]) => {
    const replicas = named.map(([name, zone]) => replica("b", { name, zone }));
    const names = replicas.map((each) => each.name);
    const address = on === "replica" ? { on, name: names[0] ?? gone } : { on };
    const shape = topology("", { replicas, members: [...names, gone] });
    return withEndpoint(shape, { backends: names, address } as Partial<LoadBalanced>);
  });

const anyStep: fc.Arbitrary<DetailedStep> = fc
  .tuple(
    anyText,
    anyText,
    anyText,
    fc.option(anyTopology),
    fc.option(anyTopology),
    fc.array(anyChange, { maxLength: 3 }),
  )
  .map(([subject, title, reason, before, after, changes]) =>
    step({
      kind: "add-replica",
      subject,
      title,
      before,
      after,
      endpoint: { interruption: reason.length % 2 === 0 ? "brief" : "none", reason },
      gates: [{ when: "before", check: "api-ready", subject }],
      changes,
    }),
  );

const anyDiagnostic: fc.Arbitrary<Diagnostic> = fc
  .tuple(fc.constantFrom("error", "warning"), anyText, anyText, anyText, fc.option(fc.nat(100)))
  .map(([severity, code, message, remedy, line]) => ({
    severity: severity as Diagnostic["severity"],
    code,
    message,
    remedy,
    ...(line === null ? {} : { position: { file: message, line: line + 1, column: 1 } }),
  }));

/** Plans of every form with any text everywhere, far worse than planning would give. */
export const anyPlan: fc.Arbitrary<Plan> = fc
  .tuple(anyText, fc.array(anyStep, { maxLength: 4 }), fc.array(anyDiagnostic, { maxLength: 3 }))
  .map(([cluster, steps, diagnostics]) => plan(steps, { cluster, diagnostics }));
