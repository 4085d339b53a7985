/** Prints the folder with etcd's and Kubernetes' programs; builds them first where they are not in the cache. */
import { ensureKubernetes } from "./kubernetes/programs.ts";

process.stdout.write(`${await ensureKubernetes({ log: (line) => process.stderr.write(`${line}\n`) })}\n`);
