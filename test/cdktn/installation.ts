import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { copyFile, mkdir, mkdtemp, readFile, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const source = join(import.meta.dirname, "packages");
const manifests = ["package.json", "package-lock.json"];

/**
 * The folder of installed packages in which `cdktf` is cdktn, as packages/package.json asks for. Installed once for each
 * content of that file and its lock, among the user's caches.
 */
export async function installedPackages(): Promise<string> {
  const caches = join(process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "quorate", "cdktn");
  const texts = await Promise.all(manifests.map((name) => readFile(join(source, name), "utf8")));
  const directory = join(caches, createHash("sha256").update(texts.join("\0")).digest("hex").slice(0, 16));
  const packages = join(directory, "node_modules");
  if (existsSync(packages)) return packages;
  await mkdir(caches, { recursive: true });
  const unfinished = await mkdtemp(join(caches, "unfinished-"));
  try {
    for (const name of manifests) await copyFile(join(source, name), join(unfinished, name));
    await promisify(execFile)("npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts"], { cwd: unfinished });
    await rename(unfinished, directory);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    // Another run was first.
    if (!existsSync(packages)) throw error;
  }
  return packages;
}
