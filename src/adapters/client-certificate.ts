// The certificate library finds its parts by reflection.
import "reflect-metadata";
import { createPrivateKey, type webcrypto } from "node:crypto";
import * as x509 from "@peculiar/x509";

/** A certificate authority, as PEM. */
export interface Authority {
  readonly certificate: string;
  readonly key: string;
}

export interface ClientIdentity {
  readonly user: string;
  readonly groups: readonly string[];
}

/** A client certificate and its key, as PEM. */
export interface ClientCertificate {
  readonly certificate: string;
  readonly key: string;
}

/** Clocks differ a little from machine to machine. */
const skewMs = 60_000;

/**
 * A new key pair and a certificate of it that the authority signs: who its holder is to the API server (subject CN and
 * O), from a minute before `now` for `lifetimeMs`. Times are milliseconds since the Unix epoch.
 */
export async function issueClientCertificate(
  authority: Authority,
  { user, groups }: ClientIdentity,
  now: number,
  lifetimeMs: number,
): Promise<ClientCertificate> {
  const issuer = new x509.X509Certificate(authority.certificate);
  const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign", "verify"]);
  const certificate = await x509.X509CertificateGenerator.create({
    issuer: issuer.subjectName,
    subject: new x509.Name([{ CN: [user] }, ...groups.map((group) => ({ O: [group] }))]),
    publicKey: pair.publicKey,
    signingKey: await signingKey(authority.key),
    notBefore: new Date(now - skewMs),
    notAfter: new Date(now + lifetimeMs),
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.clientAuth]),
      await x509.AuthorityKeyIdentifierExtension.create(issuer),
    ],
  });
  const key = Buffer.from(await crypto.subtle.exportKey("pkcs8", pair.privateKey));
  return {
    certificate: `${certificate.toString("pem")}\n`,
    key: createPrivateKey({ key, format: "der", type: "pkcs8" }).export({ type: "pkcs8", format: "pem" }).toString(),
  };
}

async function signingKey(pem: string): Promise<webcrypto.CryptoKey> {
  const key = createPrivateKey(pem);
  const algorithm =
    key.asymmetricKeyType === "ec"
      ? { name: "ECDSA", namedCurve: curveOf(key.asymmetricKeyDetails?.namedCurve), hash: "SHA-256" }
      : { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
  return crypto.subtle.importKey("pkcs8", key.export({ type: "pkcs8", format: "der" }), algorithm, false, ["sign"]);
}

function curveOf(openSslName: string | undefined): string {
  return openSslName === "secp384r1" ? "P-384" : openSslName === "secp521r1" ? "P-521" : "P-256";
}
