import module from "node:module";
import { join } from "node:path";

/**
 * Lets Node.js keep compiled code for the next start, among the user's own caches: code that others could write must
 * not run. NODE_COMPILE_CACHE names another place, NODE_DISABLE_COMPILE_CACHE turns it off, Node.js 20 knows neither.
 */
export function keepCompiled({ NODE_COMPILE_CACHE, XDG_CACHE_HOME, HOME }: NodeJS.ProcessEnv): void {
  const caches = XDG_CACHE_HOME || (HOME && join(HOME, ".cache"));
  const directory = NODE_COMPILE_CACHE || (caches && join(caches, "quorate", "compiled"));
  if (directory) module.enableCompileCache?.(directory);
}
