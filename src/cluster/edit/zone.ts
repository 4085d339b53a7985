/** A zone in full, from how people say it: `c` for `europe-west1-c` where that is the region. */
export function fullZone(region: string, zone: string): string {
  return /^[a-z]$/.test(zone) ? `${region}-${zone}` : zone;
}
