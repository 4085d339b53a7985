import { join } from "node:path";
import { parseArgs } from "node:util";
import { serveDaemon } from "../../../src/local-cloud/daemon.ts";
import { namespaceDriver } from "../../../src/local-cloud/namespaces/namespace-driver.ts";

/** A local cloud in the background whose instances run in namespaces, without any program of Kubernetes. */
const { values } = parseArgs({ options: { directory: { type: "string" }, port: { type: "string" } } });
const lab = join(import.meta.dirname, "../../../lab");
const directory = values.directory ?? "";
await serveDaemon({
  directory,
  port: Number(values.port),
  driver: namespaceDriver({ directory, lab, kubernetes: join(lab, "units") }),
});
