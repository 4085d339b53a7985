import { defaultFolder } from "../adapters/cluster-files.ts";
import type { ExitCode } from "./exit.ts";
import type { Screen } from "./screen.ts";

/** Says that there is nothing to work on. */
export function noFiles(screen: Screen): ExitCode {
  screen.tell(
    `Error: there are no cluster files in ${defaultFolder}/.\n\nName a file or a folder, or see examples/ for how one begins.\n`,
  );
  return 1;
}
