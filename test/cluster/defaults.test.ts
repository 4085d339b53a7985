import { expect, test } from "@jest/globals";
import { parseClusterFile } from "../../src/cluster/parse.ts";

const shortest = `apiVersion: quorate.dev/v1
kind: Cluster
metadata: { name: prod }
spec:
  project: acme-prod
  region: europe-west1
  kubernetesVersion: 1.36.3
  controlPlane:
    replicas:
      - zone: europe-west1-b
      - { zone: europe-west1-c, machineType: n2-standard-4 }
      - { zone: europe-west1-d, name: third }
  terraform:
    backend: { kind: local }
`;

test("the shortest file gets every default", () => {
  expect(parseClusterFile(shortest, "cluster.yaml").spec).toEqual({
    name: "prod",
    project: "acme-prod",
    region: "europe-west1",
    kubernetesVersion: "1.36.3",
    deletionProtection: true,
    network: {
      name: "default",
      subnetwork: "default",
      podCidr: "10.244.0.0/16",
      serviceCidr: "10.96.0.0/12",
      egress: "managedNat",
    },
    controlPlane: {
      acceptTwoReplicas: false,
      acceptOutage: false,
      replicas: [
        { name: "prod-b", zone: "europe-west1-b", machineType: "e2-standard-4" },
        { name: "prod-c", zone: "europe-west1-c", machineType: "n2-standard-4" },
        { name: "third", zone: "europe-west1-d", machineType: "e2-standard-4" },
      ],
    },
    endpoint: { kind: "external", loadBalancer: "whenReplicated", port: 6443, allowedCidrs: ["0.0.0.0/0"] },
    etcd: { topology: "stacked", quorumReads: true, disk: { type: "pd-ssd", sizeGb: 50 } },
    terraform: { backend: { kind: "local", path: ".quorate" }, googleProviderVersion: "6.50.0" },
  });
});

test("the subnetwork has the network's name unless it has its own", () => {
  const named = (network: string) =>
    parseClusterFile(`${shortest}  network: { ${network} }\n`, "cluster.yaml").spec?.network.subnetwork;
  expect(named("name: shared")).toBe("shared");
  expect(named("name: shared, subnetwork: west")).toBe("west");
});

test("an alias stands for its anchor's value", () => {
  const text = shortest
    .replace("project: acme-prod", "project: &p acme-prod")
    .replace("kind: local", "kind: gcs, bucket: *p");
  expect(parseClusterFile(text, "cluster.yaml").spec?.terraform.backend).toEqual({ kind: "gcs", bucket: "acme-prod" });
});

test("the source knows where values stand, and the nearest place for what is not there", () => {
  const { source } = parseClusterFile(shortest, "clusters/prod.yaml");
  const at = (...path: (string | number)[]) => source.positionOf(path);
  expect(at("spec", "controlPlane", "replicas", 1, "zone")).toEqual({
    file: "clusters/prod.yaml",
    line: 11,
    column: 17,
  });
  expect(at("spec", "endpoint", "port")).toEqual({ file: "clusters/prod.yaml", line: 5, column: 3 });
  expect(parseClusterFile("", "empty.yaml").source.positionOf(["spec"])).toEqual({
    file: "empty.yaml",
    line: 1,
    column: 1,
  });
});
