import type { GoogleClient } from "../google/client.ts";
import type { Endpoints } from "../google/endpoints.ts";
import { exists } from "../google/exists.ts";
import { Instances } from "../google/instances.ts";
import { locate } from "../topology/resource-types.ts";
import { statusAttribute } from "../topology/status-report.ts";
import type { Cloud } from "../workflow/ports.ts";

const consoleLines = 20;

/** The cloud that the endpoints name: Google's, or the local one. */
export function liveCloud(project: string, client: GoogleClient, endpoints: Endpoints): Cloud {
  const instances = new Instances(client, endpoints);
  return {
    readStatus: ({ name, zone }) => instances.guestAttribute({ project, zone, name }, statusAttribute),
    serialConsole: ({ name, zone }) => instances.serialConsole({ project, zone, name }, consoleLines),
    existing: async (planned) => {
      const location = locate(project, planned);
      return location && (await exists(client, endpoints, location)) ? location.importId : undefined;
    },
  };
}
