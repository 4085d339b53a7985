import { describe, expect, test } from "@jest/globals";
import { parseClusterFile } from "../../src/cluster/parse.ts";
import { validFile, validFileWith } from "../kit/cluster/valid-file.ts";
import { found } from "./found.ts";

/** D1: what is written instead of a piece of the valid file, and the diagnostics that it draws. */
type Row = readonly [title: string, piece: string, written: string, ...diagnostics: string[]];

const firstZone = "- zone: europe-west1-b";
const allZones = validFile.slice(validFile.indexOf("      - zone"), validFile.indexOf("  endpoint:"));
const replicas = (...entries: string[]) => entries.map((entry) => `      - ${entry}\n`).join("");
const inZones = (zones: string) =>
  replicas(...[...zones].map((letter, index) => `{ name: r${index}, zone: europe-west1-${letter} }`));

const yamlMistakes: Row[] = [
  ["a list that is not closed", "[203.0.113.0/24]", "[203.0.113.0/24", "Q001 25:3"],
  ["a tab as indentation", "  name: prod", "\tname: prod", "Q001 4:1"],
  ["a quote that never ends, on the last line with text", "6.50.0\n", "'6.50.0\n\n\n", "Q001 31:35"],
  ["an alias without an anchor", "name: prod", "name: *prod", "Q001 4:9"],
  ["a duplicate key", "kind: Cluster", "kind: Cluster\nkind: Cluster", "Q002 3:1"],
  ["a second document", "googleProviderVersion: 6.50.0\n", "googleProviderVersion: 6.50.0\n---\na: 1\n", "Q003 33:1"],
  ["a NUL byte", "acme-prod", "acme\0prod", "Q007 6:16"],
  ["a tag", "kind: Cluster", "kind: !x Cluster", "Q008 2:7"],
  ["a directive that is unknown", "apiVersion", "%X y\n---\napiVersion", "Q008 1:1"],
  ["a list as a key", "kind: Cluster", "kind: Cluster\n? [a]\n: b", "Q008 3:3"],
  ["a merge key", "name: prod", "name: prod\n  <<: { a: b }", "Q010 5:3"],
];

const shapeMistakes: Row[] = [
  ["an unknown key", "name: prod", "name: prod\n  labels: { a: b }", "Q010 5:3"],
  ["a misspelt key, but nothing about what it hides", "region:", "regoin:", "Q010 7:3"],
  ["a wrong value under a misspelt key", "region: europe-west1\n", "regoin: europe\n", "Q010 7:3", "Q023 7:11"],
  ["two spellings of one key", "region: europe-west1\n", "regoin: europe-west1\n  regiom: 5\n", "Q010 7:3", "Q010 8:3"],
  ["a missing key of a mapping", "project: acme-prod\n  ", "", "Q011 6:3"],
  ["a missing key of a list's element", firstZone, "- name: prod-b", "Q011 18:9"],
  ["a backend without a kind", "kind: gcs, ", "", "Q011 30:14"],
  ["a backend without its bucket", ", bucket: acme-quorate", "", "Q011 30:14"],
  ["text for a boolean", "deletionProtection: true", 'deletionProtection: "yes"', "Q012 9:23"],
  ["a number for text", "acme-prod", "12345", "Q012 6:12"],
  ["a version that YAML reads as a number", "1.36.3", "1.36", "Q012 8:22"],
  ["a number for one of a few words", "managedNat", "5", "Q012 14:13"],
  ["a fraction for a whole number", "port: 6443", "port: 6443.5", "Q012 23:11"],
  ["text for a number", "sizeGb: 50", 'sizeGb: "50"', "Q012 28:35"],
  ["no value", "name: prod", "name:", "Q012 4:8"],
  ["a list for a mapping", "metadata:\n  name: prod", "metadata: [prod]", "Q012 3:11"],
  ["a mapping for a list", "[203.0.113.0/24]", "{ a: b }", "Q012 24:19"],
  ["a list for text", "egress: managedNat", "egress: [managedNat]", "Q012 14:13"],
  ["a number as a list's element", firstZone, "- 5", "Q012 18:9"],
  ["a backend kind that is a number", "kind: gcs", "kind: 5", "Q012 30:22"],
  ["an unknown disk type", "pd-ssd", "pd-sdd", "Q013 28:19"],
  ["an unknown backend", "kind: gcs", "kind: s3", "Q013 30:22"],
  ["a misspelt endpoint kind", "kind: external", "kind: externl", "Q013 22:11"],
  ["a misspelt load balancer", "kind: external", "loadBalancer: allways", "Q013 22:19"],
  ["another endpoint kind (B2)", "kind: external", "kind: internal", "Q014 22:11"],
  ["external etcd (B1)", "topology: stacked", "topology: external", "Q014 26:15"],
  ["external IPs", "managedNat", "externalIps", "Q014 14:13"],
  ["an Arm machine type", "e2-standard-4", "t2a-standard-4", "Q014 16:18"],
  ["another apiVersion", "quorate.dev/v1", "quorate.dev/v2", "Q015 1:13"],
  ["another kind", "Cluster", "Deployment", "Q016 2:7"],
];

const formatMistakes: Row[] = [
  ["a cluster name with a capital", "name: prod", "name: Prod", "Q020 4:9"],
  ["a cluster name of 21 characters", "name: prod", `name: ${"p".repeat(21)}`, "Q020 4:9"],
  ["a cluster name that ends in a hyphen", "name: prod", "name: prod-", "Q020 4:9"],
  ["a replica name with a dot", firstZone, "- { name: a.b, zone: europe-west1-b }", "Q021 18:17"],
  ["a replica name of 51 characters", firstZone, `- { name: ${"a".repeat(51)}, zone: europe-west1-b }`, "Q021 18:17"],
  ["a project's display name", "acme-prod", "Acme Prod", "Q022 6:12"],
  ["a region that is a zone", "region: europe-west1", "region: europe-west1-b", "Q023 7:11"],
  ["a zone without its letter", firstZone, "- zone: europe-west1", "Q024 18:15"],
  ["a zone outside the region (A1)", firstZone, "- zone: us-central1-b", "Q024 18:15"],
  ["a network path", "name: default", "name: global/networks/default", "Q025 11:11"],
  ["a subnetwork with a capital", "name: default", "subnetwork: Default", "Q025 11:17"],
  ["a machine type without a size", "e2-standard-4", "large", "Q026 16:18"],
  ["a bucket with gs://", "bucket: acme-quorate", "bucket: gs://acme", "Q027 30:35"],
  ["a bucket named like an address", "bucket: acme-quorate", "bucket: 10.0.0.1", "Q027 30:35"],
  ["a bucket of two characters", "bucket: acme-quorate", "bucket: ac", "Q027 30:35"],
  ["a disk that is too small", "sizeGb: 50", "sizeGb: 9", "Q028 28:35"],
  ["a disk that is too large", "sizeGb: 50", "sizeGb: 65537", "Q028 28:35"],
  ["a path with an expression", "kind: gcs, bucket: acme-quorate", `kind: local, path: "${"$"}{x}"`, "Q029 30:35"],
  ["a version with a v", "1.36.3", "v1.36.3", "Q030 8:22"],
  ["a version before the oldest", "1.36.3", "1.33.9", "Q031 8:22"],
  ["a version of another Kubernetes", "1.36.3", "2.36.3", "Q031 8:22"],
  ["a version after the newest", "1.36.3", "1.37.0", "Q031 8:22"],
  ["a range of provider versions", "6.50.0", "~> 6.50", "Q032 31:28"],
  ["a provider of another major version", "6.50.0", "7.0.0", "Q032 31:28"],
];

const networkMistakes: Row[] = [
  ["a range without a prefix", "[203.0.113.0/24]", "[203.0.113.0]", "Q033 24:20"],
  ["an octet over 255", "10.244.0.0/16", "10.256.0.0/16", "Q033 12:14"],
  ["host bits", "[203.0.113.0/24]", "[203.0.113.7/24]", "Q034 24:20"],
  ["an IPv6 range", "[203.0.113.0/24]", '["2001:db8::/32"]', "Q035 24:20"],
  ["ranges that overlap", "serviceCidr: 10.96.0.0/12", "serviceCidr: 10.244.128.0/20", "Q036 13:18"],
  [
    "a pod range that overlaps the default service range",
    "podCidr: 10.244.0.0/16\n    serviceCidr: 10.96.0.0/12",
    "podCidr: 10.100.0.0/16",
    "Q036 12:14",
  ],
  ["an empty list of allowed ranges", "[203.0.113.0/24]", "[]", "Q037 24:19"],
  ["a port of 0", "port: 6443", "port: 0", "Q038 23:11"],
  ["a port over 65535", "port: 6443", "port: 65536", "Q038 23:11"],
  ...[2379, 2380, 10250, 22].map(
    (port): Row => [`the taken port ${port}`, "port: 6443", `port: ${port}`, "Q038 23:11"],
  ),
  ["a pod range for four instances", "10.244.0.0/16", "10.244.0.0/22", "Q039 12:14"],
  ["a service range that is too large", "10.96.0.0/12", "11.0.0.0/8", "Q039 13:18"],
];

const unsafeCounts: Row[] = [
  ["no replica", `replicas:\n${allZones}`, "replicas: []\n", "Q040 17:15"],
  ["two replicas (R10)", `${firstZone}\n      `, "", "Q041 18:7"],
  ["eight replicas", allZones, inZones("bbbcccdd"), "Q042 18:7"],
  [
    "a name given twice",
    allZones,
    replicas(
      "{ name: a, zone: europe-west1-b }",
      "{ name: b, zone: europe-west1-c }",
      "{ name: a, zone: europe-west1-d }",
    ),
    "Q043 20:17",
  ],
  ["a name that is another's default", firstZone, "- { name: prod-c, zone: europe-west1-b }", "Q043 19:9"],
  [
    "a name that the endpoint's address has",
    firstZone,
    "- { name: prod-endpoint, zone: europe-west1-b }",
    "Q043 18:17",
  ],
  ["a name that another's etcd disk has", firstZone, "- { name: prod-c-etcd, zone: europe-west1-b }", "Q043 19:9"],
  ["a zone twice without names (A12)", "west1-c", "west1-b", "Q044 18:9", "Q044 19:9", "Q048 19:15"],
  ["quorum reads turned off (A9)", "quorumReads: true", "quorumReads: false", "Q045 27:18"],
];

const warnings: Row[] = [
  [
    "two accepted replicas (R10)",
    `replicas:\n      ${firstZone}`,
    "acceptTwoReplicas: true\n    replicas:",
    "Q046 19:7",
  ],
  ["four replicas (A12)", allZones, inZones("bbcd"), "Q047 18:7"],
  ["six replicas (A12)", allZones, inZones("bbccdd"), "Q047 18:7"],
  ["three replicas in two zones (A12)", allZones, inZones("bcb"), "Q048 20:27"],
  ["five replicas with three in one zone (A12)", allZones, inZones("bbbcd"), "Q048 20:27"],
  ["seven replicas with four in one zone (A12)", allZones, inZones("bbbbccd"), "Q048 21:27"],
  ["an API that is open to the world", "[203.0.113.0/24]", "[203.0.113.0/24, 0.0.0.0/0]", "Q049 24:36"],
  ["an API that is open by default", "    allowedCidrs: [203.0.113.0/24]\n", "", "Q049 22:5"],
];

const errors = [...yamlMistakes, ...shapeMistakes, ...formatMistakes, ...networkMistakes, ...unsafeCounts];

describe("a mistake is reported with its code, line and column (D1)", () => {
  test.each(errors)("%s", (_title, piece, written, ...diagnostics) => {
    const text = validFileWith(piece, written);
    expect(found(text)).toEqual(diagnostics);
    expect(parseClusterFile(text, "cluster.yaml").spec).toBeUndefined();
  });
});

describe("a warning is reported with its place, and the file is accepted (A12)", () => {
  test.each(warnings)("%s", (_title, piece, written, ...diagnostics) => {
    const text = validFileWith(piece, written);
    expect(found(text)).toEqual(diagnostics);
    expect(parseClusterFile(text, "cluster.yaml").spec).toBeDefined();
  });
});

describe("what is fine draws no diagnostic", () => {
  test.each<Row>([
    ["the valid file", "prod", "prod"],
    ["Windows line ends and a byte order mark", validFile, `\uFEFF${validFile.replaceAll("\n", "\r\n")}`],
    ["an anchor and its alias", "e2-standard-4", "&size e2-standard-4\n    # *size"],
    ["five replicas over three zones", allZones, inZones("bcdbc")],
    ["seven replicas over three zones", allZones, inZones("bbbccdd")],
    ["a single replica", allZones, inZones("b")],
    [
      "a replica that overrides the machine type",
      firstZone,
      "- { zone: europe-west1-b, machineType: n2-custom-4-8192 }",
    ],
    ["local state", "kind: gcs, bucket: acme-quorate", "kind: local"],
    ["an older provider", "6.50.0", "5.39.0"],
    ["port 443", "6443", "443"],
    ["ranges side by side", "10.244.0.0/16", "10.112.0.0/16"],
  ])("%s", (_title, piece, written) => {
    expect(found(validFileWith(piece, written))).toEqual([]);
  });
});

test.each([
  ["an empty file", ""],
  ["a file of comments", "# nothing\n\n# yet\n"],
  ["an empty document", "---\n"],
])("%s is an error at the first character", (_title, text) => {
  expect(found(text)).toEqual(["Q004 1:1"]);
});

test.each([
  ["a list", "- a\n", "Q012 1:1"],
  ["a word", "\nprod\n", "Q012 2:1"],
])("%s instead of a cluster is an error", (_title, text, diagnostic) => {
  expect(found(text)).toEqual([diagnostic]);
});

test("a YAML 1.1 directive does not make a boolean of yes", () => {
  const text = validFileWith("deletionProtection: true", "deletionProtection: yes");
  expect(found(`%YAML 1.1\n---\n${text}`)).toEqual(["Q012 11:23"]);
});
