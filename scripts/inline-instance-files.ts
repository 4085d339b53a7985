import type { Plugin } from "esbuild";
import { instanceFile, instanceFiles } from "../src/bootstrap/instance-files.ts";

/** Lets a bundle hold the text of what runs on an instance, which the sources read from files beside them. */
export const inlineInstanceFiles: Plugin = {
  name: "inline-instance-files",
  setup(build) {
    build.onLoad({ filter: /[\\/]src[\\/]bootstrap[\\/]instance-files\.ts$/ }, () => {
      const texts = Object.fromEntries(instanceFiles().map((name) => [name, instanceFile(name)]));
      const contents = `const texts = ${JSON.stringify(texts)};
export const instanceFiles = () => Object.keys(texts);
export const instanceFile = (name) => texts[name];
`;
      return { contents, loader: "js" };
    });
  },
};
