const secretFields = /token|password|credential|authorization|payload|privatekey|secretdata/i;
const secretTexts = [
  /ya29\.[\w-]+/g,
  /Bearer\s+[\w.~+/=-]+/gi,
  /\b[a-z0-9]{6}\.[a-z0-9]{16}\b/g,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[^-]*/g,
];
const replacement = "(redacted)";

/** A JSON value without what may be secret: fields by their names, tokens and private keys by their form. */
export function redact(value: unknown): unknown {
  if (typeof value === "string") return secretTexts.reduce((text, secret) => text.replace(secret, replacement), value);
  if (Array.isArray(value)) return value.map(redact);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([field, inner]) => [field, secretFields.test(field) ? replacement : redact(inner)]),
  );
}
