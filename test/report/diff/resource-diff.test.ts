import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { ResourceChange } from "../../../src/plan/resource-change.ts";
import { palette } from "../../../src/report/palette.ts";
import { changeBlock } from "../../../src/report/terminal/change-block.ts";
import { anyPlan } from "../plan-arbitraries.ts";
import { change, metadata, updateMembers } from "../plan-fixtures.ts";

const show = (each: ResourceChange) => changeBlock(each, palette(false));
const update = (before: Record<string, unknown>, after: Record<string, unknown>, afterUnknown = {}) =>
  show(change("a_b.c", { actions: ["update"], before, after, afterUnknown }));

describe("a resource's change reads as in Terraform (D2)", () => {
  test.each([
    [["create"], "will be created", "  + resource"],
    [["update"], "will be updated in-place", "  ~ resource"],
    [["delete"], "will be destroyed", "  - resource"],
    [["delete", "create"], "must be replaced", "-/+ resource"],
    [["create", "delete"], "must be replaced", "+/- resource"],
  ] as const)("%j %s", (actions, fate, opening) => {
    const text = show(change("google_compute_disk.etcd_prod-b", { actions, before: { size: 1 }, after: { size: 2 } }));
    expect(text).toContain(`  # google_compute_disk.etcd_prod-b ${fate}\n`);
    expect(text).toContain(`\n${opening} "google_compute_disk" "etcd_prod-b" {\n`);
  });

  test("a creation lists every attribute, aligned, with what only apply can tell", () => {
    const after = {
      name: "prod-b",
      size: 50,
      labels: { team: "core" },
      boot_disk: { size: 20 },
      replication: { auto: {} },
    };
    expect(show(change("a_b.c", { actions: ["create"], after, afterUnknown: { id: true } }))).toBe(
      [
        "  # a_b.c will be created",
        '  + resource "a_b" "c" {',
        "      + id     = (known after apply)",
        '      + labels = { "team" = "core" }',
        '      + name   = "prod-b"',
        "      + size   = 50",
        "",
        "      + boot_disk {",
        "          + size = 20",
        "        }",
        "      + replication {",
        "          + auto {}",
        "        }",
        "    }",
        "",
      ].join("\n"),
    );
  });

  test("an update shows what changes, and counts what does not", () => {
    const text = update(
      { name: "x", size: 50, type: "pd-ssd", gone: "old", scheduling: { preemptible: false } },
      { name: "x", size: 60, type: "pd-ssd", fresh: ["a"], scheduling: { preemptible: false } },
    );
    expect(text).toContain("      ~ size  = 50 -> 60\n");
    expect(text).toContain('      + fresh = ["a"]\n');
    expect(text).toContain('      - gone  = "old" -> null\n');
    expect(text).toContain('        name  = "x"\n');
    expect(text).toContain("        # (1 unchanged attribute hidden)\n");
    expect(text).toContain("        # (1 unchanged block hidden)\n");
    expect(text).not.toContain("pd-ssd");
  });

  test("a value that becomes unknown shows what it was", () => {
    expect(update({ ip: "10.0.0.2" }, {}, { ip: true })).toContain('~ ip = "10.0.0.2" -> (known after apply)');
  });

  test("what only apply can tell is shown inside short maps too", () => {
    expect(update({}, { labels: { a: "1" } }, { labels: { b: true } })).toContain('+ "b" = (known after apply)');
  });

  test("null is the same as absent", () => {
    expect(update({ a: null, b: 1 }, { b: 2 })).not.toContain("a =");
  });

  test("a block that goes is shown inside the block that stays", () => {
    const text = update(
      { network_interface: [{ subnetwork: "default", access_config: [{ nat_ip: "203.0.113.7" }] }] },
      { network_interface: [{ subnetwork: "default" }] },
    );
    expect(text).toContain("      ~ network_interface {\n");
    expect(text).toContain('          - access_config {\n              - nat_ip = "203.0.113.7" -> null\n');
  });

  test("of repeated blocks only the new one is shown", () => {
    const text = update({ allow: [{ port: 1 }, { port: 2 }] }, { allow: [{ port: 1 }, { port: 3 }, { port: 2 }] });
    expect(text).toContain("+ port = 3");
    expect(text).not.toMatch(/port = [12]/);
    expect(text).toContain("# (2 unchanged blocks hidden)");
  });

  test("a Terraform expression is shown without quotes", () => {
    const text = update({ a: "x" }, { a: "${google_compute_address.endpoint.address}" });
    expect(text).toContain('~ a = "x" -> google_compute_address.endpoint.address\n');
  });
});

describe("long values are decoded and short", () => {
  test("a change in JSON metadata shows only the changed member", () => {
    const text = show(updateMembers("b", ["prod-b"], ["prod-b", "prod-c"]));
    expect(text).toContain('          ~ "quorate-members" = jsonencode(\n');
    expect(text).toContain('                      + "prod-c",\n');
    expect(text.match(/^\s+[+-] /gm)).toHaveLength(1);
    expect(text).not.toContain("startup-script");
    expect(text).toContain("# (2 unchanged elements hidden)");
  });

  test("JSON that is written otherwise but means the same is said to be so", () => {
    expect(update({ metadata: { a: '{"x":1}' } }, { metadata: { a: '{ "x": 1 }' } })).toContain("only its white space");
  });

  test("a new text of many lines is one line with its size and hash", () => {
    const text = show(change("a_b.c", { actions: ["create"], after: { metadata: metadata(["prod-b"]) } }));
    expect(text).toMatch(/"startup-script" {2}= "#!\/bin\/bash" \(42 lines, sha256:[0-9a-f]{12}\)/);
  });

  test("a changed text of many lines shows only the lines that differ", () => {
    const text = update({ metadata: { s: "a\nb\nc\nd" } }, { metadata: { s: "a\nb\nC\nd" } });
    expect(text).toContain("- c\n");
    expect(text).toContain("+ C\n");
    expect(text).toContain("# (2 unchanged lines hidden)\n");
  });

  test("long texts that differ only at their ends still read differently", () => {
    const long = "x".repeat(500);
    const [, before, after] = /a = (.*) -> (.*)\n/.exec(update({ a: `${long}1` }, { a: `${long}2` })) ?? [];
    expect(before).toContain("501 characters");
    expect(before).not.toBe(after);
  });

  test("long lists show only what changes", () => {
    const list = Array.from({ length: 30 }, (_, at) => `10.0.${at}.0/24`);
    const text = update({ ranges: list }, { ranges: [...list, "192.0.2.0/24"] });
    expect(text).toContain('+ "192.0.2.0/24",');
    expect(text).toContain("# (30 unchanged elements hidden)");
  });
});

test("no value can move the cursor, hide text or forge a line", () => {
  fc.assert(
    fc.property(anyPlan, (plan) => {
      for (const each of plan.steps.flatMap((step) => step.changes)) {
        const text = show(each);
        expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        for (const line of text.trimEnd().split("\n")) expect(line).toMatch(/^( {2,}|-\/\+ |\+\/- |$)/);
      }
    }),
    { numRuns: 300 },
  );
});
