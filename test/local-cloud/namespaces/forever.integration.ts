import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { python } from "../../bootstrap/python.ts";

const kubelet = join(import.meta.dirname, "../../../lab/kubelet");

/** Reads a kubeconfig as often as there are texts of it. Writes the clusters that it has found. */
const program = `
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
  expect(await python(program, texts, { PYTHONPATH: kubelet })).toEqual(["prod"]);
});
