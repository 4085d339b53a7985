import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { python } from "../../kit/python.ts";

const kubelet = join(import.meta.dirname, "../../../lab/kubelet");
let folder = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "quorate-kubelet-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Reads a kubeconfig as often as there are texts of it. Writes the clusters that it has found. */
const readAgain = `
import contextlib, json, sys, tempfile
from client import read_kubeconfig
from forever import forever

texts, found = json.load(sys.stdin), []

def read():
    if not texts:
        sys.exit()
    with tempfile.NamedTemporaryFile("w") as file:
        file.write(texts.pop(0))
        file.flush()
        found.append(read_kubeconfig(file.name)["clusters"][0]["name"])

with contextlib.redirect_stdout(sys.stderr), contextlib.suppress(SystemExit):
    forever(0, read)
json.dump(found, sys.stdout)
`;

test("the stand-in for the kubelet reads a kubeconfig again that kubeadm had begun to write", async () => {
  const texts = ["", "clusters:\n", "clusters: [{ na", "clusters: [{ name: prod }]"];
  expect(await python(readAgain, texts, { PYTHONPATH: kubelet })).toEqual(["prod"]);
});

/** Makes its key, again where that has failed. Writes what OpenSSL says of it. */
const makeKey = `
import json, subprocess, sys
import identity

identity.FOLDER = json.load(sys.stdin)
try:
    identity.private_key()
except subprocess.CalledProcessError:
    pass
check = subprocess.run(["openssl", "pkey", "-in", identity.private_key(), "-noout"], capture_output=True, text=True)
json.dump(check.stderr, sys.stdout)
`;

/** Dies when it has written half a key; works when it is started again. */
const dying = `#!/bin/sh
PATH=\${PATH#*:}
if [ ! -e "$0.died" ]; then
  touch "$0.died"
  for last; do :; done
  printf -- "-----BEGIN" > "$last"
  kill -KILL $$
fi
exec openssl "$@"
`;

test("one that is stopped while it makes its key makes another when it runs again", async () => {
  await writeFile(join(folder, "openssl"), dying);
  await chmod(join(folder, "openssl"), 0o755);
  const env = { PYTHONPATH: kubelet, PATH: `${folder}${delimiter}${process.env["PATH"]}` };
  expect(await python(makeKey, join(folder, "pki"), env)).toBe("");
});
