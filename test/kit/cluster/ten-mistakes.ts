/** A cluster file with ten mistakes of ten kinds. */
export const tenMistakes = `apiVersion: quorate.dev/v1
kind: Cluster
metadata:
  name: Prod
spec:
  project: acme-prod
  regoin: europe-west1
  kubernetesVersion: 1.36
  deletionProtection: maybe
  deletionProtection: true
  network:
    podCidr: 10.100.0.0/16
  controlPlane:
    replicas:
      - { name: a, zone: europe-west1-b }
      - { name: a, zone: europe-west1-c }
      - { zone: us-central1-d }
  endpoint:
    port: 2380
    allowedCidrs: [203.0.113.9/24]
  terraform:
    backend: { kind: gcs, bucket: acme-quorate }
`;
