import { expect, test } from "@jest/globals";
import { parseMessage } from "../../src/terraform/message.ts";

// Recorded from Terraform 1.11.4, shortened to one resource.
const recorded = String.raw`
{"@level":"info","@message":"Terraform 1.11.4","@module":"terraform.ui","@timestamp":"2026-11-21T11:32:37.634942Z","terraform":"1.11.4","type":"version","ui":"1.2"}
{"@level":"info","@message":"terraform_data.two: Plan to create","@module":"terraform.ui","@timestamp":"2026-11-21T11:32:37.651828Z","change":{"resource":{"addr":"terraform_data.two","module":"","resource":"terraform_data.two","implied_provider":"terraform","resource_type":"terraform_data","resource_name":"two","resource_key":null},"action":"create"},"type":"planned_change"}
{"@level":"info","@message":"Plan: 4 to add, 0 to change, 0 to destroy.","@module":"terraform.ui","@timestamp":"2026-11-21T11:32:37.651854Z","changes":{"add":4,"change":0,"import":0,"remove":0,"operation":"plan"},"type":"change_summary"}
{"@level":"info","@message":"terraform_data.two: Creating...","@module":"terraform.ui","@timestamp":"2026-11-21T11:32:37.739617Z","hook":{"resource":{"addr":"terraform_data.two","module":"","resource":"terraform_data.two","implied_provider":"terraform","resource_type":"terraform_data","resource_name":"two","resource_key":null},"action":"create"},"type":"apply_start"}
{"@level":"info","@message":"terraform_data.two: Provisioning with 'local-exec'...","@module":"terraform.ui","@timestamp":"2026-11-21T11:32:37.740062Z","hook":{"resource":{"addr":"terraform_data.two","module":"","resource":"terraform_data.two","implied_provider":"terraform","resource_type":"terraform_data","resource_name":"two","resource_key":null},"provisioner":"local-exec"},"type":"provision_start"}
{"@level":"info","@message":"terraform_data.two: Still creating... [10s elapsed]","@module":"terraform.ui","@timestamp":"2026-11-21T11:32:47.739958Z","hook":{"resource":{"addr":"terraform_data.two","module":"","resource":"terraform_data.two","implied_provider":"terraform","resource_type":"terraform_data","resource_name":"two","resource_key":null},"action":"create","elapsed_seconds":10},"type":"apply_progress"}
{"@level":"info","@message":"\nInterrupt received.\nPlease wait for Terraform to exit or data loss may occur.\nGracefully shutting down...\n","@module":"terraform.ui","@timestamp":"2026-11-21T11:34:23.845600Z","type":"log"}
{"@level":"info","@message":"terraform_data.two: Creation errored after 4s","@module":"terraform.ui","@timestamp":"2026-11-21T11:34:23.846487Z","hook":{"resource":{"addr":"terraform_data.two","module":"","resource":"terraform_data.two","implied_provider":"terraform","resource_type":"terraform_data","resource_name":"two","resource_key":null},"action":"create","elapsed_seconds":4},"type":"apply_errored"}
{"@level":"error","@message":"Error: local-exec provisioner error","@module":"terraform.ui","@timestamp":"2026-11-21T11:34:23.852254Z","diagnostic":{"severity":"error","summary":"local-exec provisioner error","detail":"Error running command 'sleep 20': signal: killed. Output: ","address":"terraform_data.two","range":{"filename":"main.tf.json","start":{"line":2,"column":147,"byte":217},"end":{"line":2,"column":148,"byte":218}}},"type":"diagnostic"}
{"@level":"info","@message":"terraform_data.two: Creation complete after 12s [id=72f8a6da]","@module":"terraform.ui","@timestamp":"2026-11-21T11:32:49.749864Z","hook":{"resource":{"addr":"terraform_data.two","module":"","resource":"terraform_data.two","implied_provider":"terraform","resource_type":"terraform_data","resource_name":"two","resource_key":null},"action":"create","id_key":"id","id_value":"72f8a6da","elapsed_seconds":12},"type":"apply_complete"}
{"@level":"info","@message":"Apply complete! Resources: 4 added, 0 changed, 0 destroyed.","@module":"terraform.ui","@timestamp":"2026-11-21T11:32:49.752815Z","changes":{"add":4,"change":0,"import":0,"remove":0,"operation":"apply"},"type":"change_summary"}
`;

test("a recorded stream becomes events, without what nobody needs", () => {
  const address = "terraform_data.two";
  expect(recorded.split("\n").flatMap((line) => parseMessage(line) ?? [])).toEqual([
    { type: "planned-change", address, action: "create" },
    { type: "summary", operation: "plan", counts: { add: 4, change: 0, remove: 0, import: 0 } },
    { type: "apply-start", address, action: "create" },
    { type: "apply-progress", address, action: "create", elapsedSeconds: 10 },
    {
      type: "log",
      message:
        "Interrupt received.\nPlease wait for Terraform to exit or data loss may occur.\nGracefully shutting down...",
    },
    { type: "apply-errored", address, action: "create", elapsedSeconds: 4 },
    {
      type: "diagnostic",
      diagnostic: {
        severity: "error",
        summary: "local-exec provisioner error",
        detail: "Error running command 'sleep 20': signal: killed. Output: ",
        address,
      },
    },
    { type: "apply-complete", address, action: "create", elapsedSeconds: 12 },
    { type: "summary", operation: "apply", counts: { add: 4, change: 0, remove: 0, import: 0 } },
  ]);
});

test("a line that is no JSON, such as a crash report, is kept as text", () => {
  expect(parseMessage("!!! TERRAFORM CRASH !!!")).toEqual({ type: "log", message: "!!! TERRAFORM CRASH !!!" });
});

test("a message of a type that is not known yet is passed over", () => {
  expect(parseMessage('{"type":"something_new","x":1}')).toBeNull();
});
