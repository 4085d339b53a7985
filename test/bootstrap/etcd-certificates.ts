import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const openssl = promisify(execFile);

/** Writes a CA, a server's and a client's certificate, under the names that kubeadm gives them. */
export async function makeCertificates(directory: string, hosts: readonly string[]): Promise<void> {
  const file = (name: string) => join(directory, name);
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
  await run("req", "-x509", ...key, "-subj", "/CN=etcd-ca", "-keyout", file("ca.key"), "-out", file("ca.crt"));
  for (const [name, names] of [
    ["server", hosts.map((host) => `IP:${host}`).join(",")],
    ["healthcheck-client", "DNS:client"],
  ] as const) {
    const extensions = `subjectAltName=${names}\nextendedKeyUsage=serverAuth,clientAuth\nbasicConstraints=CA:FALSE\n`;
    await writeFile(file(`${name}.ext`), extensions);
    await run("req", ...key, "-subj", `/CN=${name}`, "-keyout", file(`${name}.key`), "-out", file(`${name}.csr`));
    const ca = ["-CA", file("ca.crt"), "-CAkey", file("ca.key"), "-CAcreateserial", "-days", "2"];
    await run(
      "x509",
      "-req",
      "-in",
      file(`${name}.csr`),
      ...ca,
      "-extfile",
      file(`${name}.ext`),
      "-out",
      file(`${name}.crt`),
    );
  }
}

async function run(...args: string[]): Promise<void> {
  await openssl("openssl", args);
}
