import { execFileSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { type Authority, issueClientCertificate } from "../../src/adapters/client-certificate.ts";

const now = Date.UTC(2026, 0, 2, 3, 4, 5);
const hour = 3_600_000;

describe.each([
  ["RSA", ["rsa:2048"]],
  ["ECDSA", ["ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]],
])("C10: a client certificate from an %s authority", (_, kind) => {
  let directory: string;
  let authority: Authority;

  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), "quorate-ca-"));
    const [key, certificate] = [join(directory, "ca.key"), join(directory, "ca.crt")];
    const subject = ["-subj", "/CN=kubernetes", "-days", "3650", "-addext", "subjectKeyIdentifier=hash"];
    const files = ["-nodes", "-keyout", key, "-out", certificate];
    execFileSync("openssl", ["req", "-x509", "-newkey", ...kind, ...files, ...subject], { stdio: "pipe" });
    authority = { certificate: readFileSync(certificate, "utf8"), key: readFileSync(key, "utf8") };
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  test("names user and groups, is signed by the authority, and ends with its lifetime", async () => {
    const identity = { user: "ada@example.com", groups: ["one", "two"] };
    const issued = await issueClientCertificate(authority, identity, now, hour);
    const certificate = new X509Certificate(issued.certificate);
    expect(certificate.subject.split("\n").sort()).toEqual(["CN=ada@example.com", "O=one", "O=two"]);
    expect(certificate.verify(new X509Certificate(authority.certificate).publicKey)).toBe(true);
    expect(Date.parse(certificate.validFrom)).toBe(now - 60_000);
    expect(Date.parse(certificate.validTo)).toBe(now + hour);
    expect(certificate.ca).toBe(false);
    expect(certificate.keyUsage).toEqual(["1.3.6.1.5.5.7.3.2"]);
  });

  test("its key is its own, and another one each time", async () => {
    const issue = () => issueClientCertificate(authority, { user: "ada", groups: [] }, now, hour);
    const [one, other] = await Promise.all([issue(), issue()]);
    expect(new X509Certificate(one.certificate).publicKey.export({ type: "spki", format: "pem" })).toBe(
      publicOf(one.key),
    );
    expect(one.key).not.toBe(other.key);
    expect(new X509Certificate(one.certificate).serialNumber).not.toBe(
      new X509Certificate(other.certificate).serialNumber,
    );
  });
});

function publicOf(key: string): string {
  return execFileSync("openssl", ["pkey", "-pubout"], { input: key, encoding: "utf8" });
}
