import { execFile } from "node:child_process";
import { join } from "node:path";

const modules = join(import.meta.dirname, "../../src/bootstrap/instance");

/**
 * What a Python program of test/bootstrap, or one given as text, makes of a value: JSON in, JSON out, with the modules
 * that run on an instance. Rejects with what it wrote to standard error.
 */
export function python(program: string, input: unknown, env: NodeJS.ProcessEnv = {}): Promise<unknown> {
  const script = program.endsWith(".py") ? [join(import.meta.dirname, "../bootstrap", program)] : ["-c", program];
  return new Promise((resolve, reject) => {
    const child = execFile(
      "python3",
      ["-B", ...script],
      { env: { ...process.env, PYTHONPATH: modules, ...env }, timeout: 120_000 },
      (error, stdout, stderr) => (error ? reject(new Error(stderr || error.message)) : resolve(JSON.parse(stdout))),
    );
    child.stdin?.end(JSON.stringify(input));
  });
}
