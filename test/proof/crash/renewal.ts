/**
 * Whether a call renews the run's own lock, as every few seconds: how often depends on how fast the machine is. Taking over
 * a dead run's lock looks the same.
 */
export function isRenewal({ path }: { readonly path: string }): boolean {
  return /quorate\.lock&ifGenerationMatch=[1-9]/.test(path);
}
