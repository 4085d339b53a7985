import type { Plugin } from "esbuild";

const packages = /^(semver|json-stable-stringify)$/;
const importers = /[\\/]node_modules[\\/]cdktf[\\/]lib[\\/]/;

/** Has a bundle set up some packages of cdktf's when they are used first: a plan never does. */
export const setUpLate: Plugin = {
  name: "set-up-late",
  setup(build) {
    build.onResolve({ filter: packages }, ({ path, importer, resolveDir, namespace }) =>
      namespace !== "late" && importers.test(importer)
        ? { path, namespace: "late", pluginData: resolveDir }
        : undefined,
    );
    build.onLoad({ filter: packages, namespace: "late" }, ({ path, pluginData: resolveDir }) => {
      const contents = `const late = () => require(${JSON.stringify(path)});
module.exports = new Proxy(() => undefined, {
  apply: (_, self, words) => Reflect.apply(late(), self, words),
  get: (_, key) => late()[key],
});
`;
      return { contents, resolveDir };
    });
  },
};
