import { notFound } from "../../cloud-error.ts";
import type { Json } from "../collection.ts";
import { link } from "../resource.ts";

const images: Readonly<Record<string, string>> = {
  "debian-cloud/debian-12": "debian-12-bookworm-v20240709",
  "debian-cloud/debian-13": "debian-13-trixie-v20250812",
  "ubuntu-os-cloud/ubuntu-2404-lts-amd64": "ubuntu-2404-noble-amd64-v20240710",
};

/** What GET answers for an image family: its newest image. */
export function imageFamilyView(project: string, family: string): Json {
  const name = images[`${project}/${family}`];
  if (name === undefined) throw notFound(`projects/${project}/global/images/family/${family}`);
  return imageView(project, name);
}

/** What GET answers for an image. A family's name is not an image: clients try that first and want 404. */
export function imageView(project: string, name: string): Json {
  const key = `projects/${project}/global/images/${name}`;
  const [path] = Object.entries(images).find((entry) => entry[0].startsWith(`${project}/`) && entry[1] === name) ?? [];
  if (path === undefined) throw notFound(key);
  return {
    kind: "compute#image",
    id: "1000000000000000003",
    name,
    family: path.slice(project.length + 1),
    selfLink: link(key),
    creationTimestamp: "2024-07-09T00:00:00.000-07:00",
    status: "READY",
    diskSizeGb: "10",
    archiveSizeBytes: "1000000000",
    architecture: "X86_64",
  };
}

/** The link of the image that a reference names: an image or an image family. */
export function resolveImage(reference: string): string {
  const [, project = "", family, name = ""] =
    /projects\/([^/]+)\/global\/images\/(family\/)?([^/]+)$/.exec(reference) ?? [];
  const image = family === undefined ? imageView(project, name) : imageFamilyView(project, name);
  return String(image["selfLink"]);
}
