import module from "node:module";
import { join } from "node:path";

/**
 * Where compiled code is kept for the next start, among the user's own caches: code that others could write must not run.
 * NODE_COMPILE_CACHE names another place; undefined where NODE_DISABLE_COMPILE_CACHE turns it off.
 */
export function compiledFolder(env: NodeJS.ProcessEnv): string | undefined {
  const { NODE_DISABLE_COMPILE_CACHE, NODE_COMPILE_CACHE, XDG_CACHE_HOME, HOME } = env;
  if (NODE_DISABLE_COMPILE_CACHE) return undefined;
  const caches = XDG_CACHE_HOME || (HOME && join(HOME, ".cache"));
  return NODE_COMPILE_CACHE || (caches ? join(caches, "quorate", "compiled") : undefined);
}

/** Lets Node.js keep what it compiles of modules that are loaded from now on. Node.js 20 cannot. */
export function keepCompiled(env: NodeJS.ProcessEnv): void {
  const folder = compiledFolder(env);
  if (folder !== undefined) module.enableCompileCache?.(folder);
}
