/** What a replica is called when the file does not say: the cluster's name and the zone's letter, such as `prod-b`. */
export function defaultReplicaName(cluster: string, zone: string): string {
  return `${cluster}-${zone.slice(-1)}`;
}
