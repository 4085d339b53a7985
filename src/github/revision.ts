/** What somebody has looked at: a head commit, or the digest of a plan, each by its first digits. */
export interface Revision {
  readonly kind: "commit" | "digest";
  /** Lower case; of a digest with `sha256:`. */
  readonly begins: string;
}

/** Reads at least 7 digits of a commit, or at least 12 of a digest after `sha256:`; undefined for everything else. */
export function readRevision(text: string): Revision | undefined {
  const begins = text.toLowerCase();
  if (/^[0-9a-f]{7,40}$/.test(begins)) return { kind: "commit", begins };
  return /^sha256:[0-9a-f]{12,64}$/.test(begins) ? { kind: "digest", begins } : undefined;
}

/** Whether a commit or a digest, in full, is the one that was looked at. */
export function isRevision(whole: string, { begins }: Revision): boolean {
  return whole.startsWith(begins);
}
