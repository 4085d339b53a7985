/** An app of your own with a Quorate control plane in one of its stacks. */
import { readFileSync } from "node:fs";
import { GoogleProvider } from "@cdktf/provider-google/lib/provider/index.js";
import { App, GcsBackend, TerraformStack } from "cdktf";
import { ControlPlane, parseCluster } from "quorate/constructs";

const { spec, warnings } = parseCluster(readFileSync("cluster.yaml", "utf8"));
for (const warning of warnings) console.warn(warning);

const app = new App();
const stack = new TerraformStack(app, spec.name);
new GoogleProvider(stack, "google", { project: spec.project, region: spec.region });
new GcsBackend(stack, { bucket: "acme-terraform", prefix: "kubernetes" });
new ControlPlane(stack, spec.name, { spec });
app.synth();
