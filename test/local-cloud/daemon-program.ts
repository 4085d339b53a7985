import { parseArgs } from "node:util";
import { serveDaemon } from "../../src/local-cloud/daemon.ts";

/** What the command line's own program does, as small as it can be. */
const { values } = parseArgs({ options: { directory: { type: "string" }, port: { type: "string" } } });
await serveDaemon({ directory: values.directory ?? "", port: Number(values.port) });
