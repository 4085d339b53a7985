import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { cachedDataVersionTag } from "node:v8";
import { Script } from "node:vm";

const digestBytes = 32;

/**
 * Runs a CommonJS file of only built-in dependencies and answers what it exports. Its functions are kept compiled, as many
 * as this process has called when it ends, unless it ends with `quorate`'s exit code for a failure: then most were not.
 * Node.js's own cache is filled before anything is called, and so lacks nearly all of them.
 *
 * `folder` is where they are kept, nothing keeps none; `use` is a word for what the process is going to do, since other
 * functions are called for something else.
 */
export function runCompiled(file: string, folder: string | undefined, use: string): unknown {
  const source = readFileSync(file, "utf8");
  const tag = cachedDataVersionTag();
  const digest = sha256(source);
  const kept = folder && join(folder, `${basename(file)}-${use}-${digest.toString("hex", 0, 8)}-${tag.toString(16)}`);
  const cachedData = kept ? read(kept, digest) : undefined;
  const script = new Script(`(function (exports, require, module, __filename, __dirname) {${source}\n})`, {
    filename: file,
    ...(cachedData === undefined ? {} : { cachedData }),
  });
  if (kept && (cachedData === undefined || script.cachedDataRejected))
    process.once("exit", (code) => {
      // What was compiled under other flags of V8 would be refused at the next start.
      if (code !== 1 && cachedDataVersionTag() === tag) keep(kept, digest, script.createCachedData());
    });
  const module = { exports: {} };
  script.runInThisContext()(module.exports, createRequire(file), module, file, dirname(file));
  return module.exports;
}

/** What was kept of this source; undefined where that is nothing, or not whole. */
function read(path: string, digest: Buffer): Buffer | undefined {
  try {
    const bytes = readFileSync(path);
    const data = bytes.subarray(2 * digestBytes);
    const whole = Buffer.concat([digest, sha256(data)]);
    return whole.equals(bytes.subarray(0, 2 * digestBytes)) ? data : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps it for the user alone, whole or not at all. That it cannot be kept costs time only. */
function keep(path: string, digest: Buffer, data: Buffer): void {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const unfinished = `${path}.${process.pid}`;
    writeFileSync(unfinished, Buffer.concat([digest, sha256(data), data]), { mode: 0o600 });
    renameSync(unfinished, path);
  } catch {}
}

function sha256(data: string | Buffer): Buffer {
  return createHash("sha256").update(data).digest();
}
