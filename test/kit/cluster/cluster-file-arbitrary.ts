import fc from "fast-check";

const letters = "abcdefghijklmnopqrstuvwxyz";
const label = (maxLength: number) =>
  fc.stringMatching(/^[a-z][a-z0-9-]{0,49}$/, { maxLength }).map((text) => text.slice(0, maxLength).replace(/-+$/, ""));
const region = fc.constantFrom("europe-west1", "us-central1", "northamerica-northeast1", "asia-southeast2");
const number = fc.nat({ max: 300 });
const machineType = fc.constantFrom("e2-standard-4", "n2-standard-8", "n2-custom-4-8192", "c3-highcpu-22");
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

const cidr = fc.tuple(fc.nat({ max: 2 ** 32 - 1 }), fc.integer({ min: 1, max: 32 })).map(([address, prefix]) => {
  const first = address - (address % 2 ** (32 - prefix));
  return `${[24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join(".")}/${prefix}`;
});

const network = fc.record(
  {
    name: label(50),
    subnetwork: label(50),
    podCidr: fc.constantFrom("10.244.0.0/16", "172.16.0.0/13", "10.128.0.0/9"),
    serviceCidr: fc.constantFrom("10.96.0.0/12", "192.168.0.0/24"),
    egress: fc.constantFrom("managedNat", "existingNat"),
  },
  { requiredKeys: [] },
);

const endpoint = fc.record(
  {
    kind: fc.constant("external"),
    loadBalancer: fc.constantFrom("whenReplicated", "always"),
    port: fc
      .integer({ min: 1, max: 65535 })
      .filter((port) => ![22, 2379, 2380, 2381].includes(port) && (port < 10248 || port > 10259)),
    allowedCidrs: fc.array(cidr, { minLength: 1, maxLength: 5 }),
  },
  { requiredKeys: [] },
);

const disk = fc.record(
  {
    type: fc.constantFrom("pd-ssd", "pd-balanced", "pd-standard", "hyperdisk-balanced"),
    sizeGb: fc.integer({ min: 10, max: 65536 }),
  },
  { requiredKeys: [] },
);

const terraform = fc.record(
  {
    backend: fc.oneof(
      fc.record({ kind: fc.constant("gcs"), bucket: fc.stringMatching(/^a[a-z0-9_-]{1,20}z$/) }),
      fc.record(
        { kind: fc.constant("local"), path: fc.stringMatching(/^[a-z._/-]{1,20}$/) },
        { requiredKeys: ["kind"] },
      ),
    ),
    googleProviderVersion: fc.tuple(fc.constantFrom(5, 6), number, number).map((parts) => parts.join(".")),
  },
  { requiredKeys: ["backend"] },
);

/** Replicas with names of their own, and so in any zones; or without, and so each in another. */
const replicas = region.chain((where) => {
  const letter = fc.constantFrom(...letters);
  const counts = { minLength: 1, maxLength: 7 };
  const zones = fc
    .tuple(fc.boolean(), fc.array(letter, counts))
    .map(([named, each]): { zone: string; name: string | undefined }[] =>
      named
        ? each.map((of, index) => ({ zone: `${where}-${of}`, name: `r${index}` }))
        : [...new Set(each)].map((of) => ({ zone: `${where}-${of}`, name: undefined })),
    );
  return fc.record({
    region: fc.constant(where),
    zones,
    machineTypes: fc.array(optional(machineType), { minLength: 7 }),
  });
});

/** A valid cluster file as plain data, with any of the optional keys left out. */
export const arbitraryClusterFile = fc
  .record({
    name: label(20),
    where: replicas,
    project: fc.stringMatching(/^[a-z][a-z0-9-]{4,20}[a-z0-9]$/),
    kubernetesVersion: fc.tuple(fc.constantFrom(34, 35, 36), number).map(([minor, patch]) => `1.${minor}.${patch}`),
    deletionProtection: optional(fc.boolean()),
    network: optional(network),
    machineType: optional(machineType),
    endpoint: optional(endpoint),
    etcd: optional(
      fc.record({ topology: fc.constant("stacked"), quorumReads: fc.constant(true), disk }, { requiredKeys: [] }),
    ),
    terraform,
  })
  .map(({ name, where, machineType: size, ...spec }) => ({
    apiVersion: "quorate.dev/v1",
    kind: "Cluster",
    metadata: { name },
    spec: {
      ...spec,
      region: where.region,
      controlPlane: {
        machineType: size,
        acceptTwoReplicas: true,
        replicas: where.zones.map((replica, index) => ({ ...replica, machineType: where.machineTypes[index] })),
      },
    },
  }));
