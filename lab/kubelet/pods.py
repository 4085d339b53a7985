"""Static pods as processes: the containers' commands run in the instance itself, under process 1."""

import hashlib
import http.client
import json
import os
import socket
import ssl
import time

import yaml

MANIFESTS = "/etc/kubernetes/manifests"
INIT = "/run/quorate-lab-init.sock"
LONGEST_BACKOFF_SECONDS = 10


def ask_init(**request):
    """Asks process 1 to run, end or describe a service."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(INIT)
        connection.sendall(json.dumps(request).encode() + b"\n")
        reply = json.loads(connection.makefile("rb").readline())
    if "error" in reply:
        raise OSError(reply["error"])
    return reply["result"]


class StaticPod:
    """One manifest and the process that it asks for."""

    def __init__(self, manifest, digest):
        self.manifest = manifest
        self.digest = digest
        self.name = manifest["metadata"]["name"]
        self.namespace = manifest["metadata"].get("namespace", "default")
        self.container = manifest["spec"]["containers"][0]
        self.ready = False
        self.running = False
        self.restarts = 0
        self._next_start = 0.0

    @property
    def service(self):
        """What process 1 knows the pod by. Another manifest is another service."""
        return f"pod-{self.name}-{self.digest[:12]}"

    def keep_running(self):
        """Starts the process where it does not run; after a failure with growing pauses."""
        state = ask_init(do="describe", name=self.service)
        self.running = state is not None and state["pid"] is not None
        if self.running:
            return
        self.ready = False
        if time.monotonic() < self._next_start:
            return
        self.restarts = 0 if state is None else self.restarts + 1
        self._next_start = time.monotonic() + min(LONGEST_BACKOFF_SECONDS, 0.5 * 2**self.restarts)
        variables = {entry["name"]: entry.get("value", "") for entry in self.container.get("env") or []}
        words = [*(self.container.get("command") or []), *(self.container.get("args") or [])]
        log = f"/var/log/pods/{self.name}.log"
        ask_init(do="run", name=self.service, words=words, variables=variables, output=log)
        print(f"started {self.service}", flush=True)

    def end(self):
        """Ends the process."""
        ask_init(do="end", name=self.service)
        print(f"ended {self.service}", flush=True)

    def look(self, address):
        """Asks the readiness probe."""
        self.ready = self.running and self._probe(self.container.get("readinessProbe"), address)

    def _probe(self, probe, address):
        if probe is None:
            return True
        get = probe["httpGet"]
        port = get["port"]
        if isinstance(port, str):
            port = next(entry["containerPort"] for entry in self.container["ports"] if entry["name"] == port)
        host, patience = get.get("host") or address, probe.get("timeoutSeconds", 1)
        try:
            if get.get("scheme", "HTTP") == "HTTPS":
                context = ssl._create_unverified_context()
                connection = http.client.HTTPSConnection(host, port, timeout=patience, context=context)
            else:
                connection = http.client.HTTPConnection(host, port, timeout=patience)
            connection.request("GET", get.get("path", "/"))
            status = connection.getresponse().status
            connection.close()
        except (OSError, http.client.HTTPException):
            return False
        return 200 <= status < 400


class StaticPods:
    """All pods of the manifests' folder."""

    def __init__(self):
        self.pods = {}
        # Digest and content of each file, by its name.
        self._parsed = {}

    def sync(self):
        """Follows the folder: ends what is gone or has changed, starts what is new, and keeps it running."""
        wanted = {pod.name: pod for pod in self._read()}
        for name, pod in list(self.pods.items()):
            if name not in wanted or wanted[name].digest != pod.digest:
                pod.end()
                del self.pods[name]
        for name, pod in wanted.items():
            self.pods.setdefault(name, pod).keep_running()

    def _read(self):
        names = sorted(os.listdir(MANIFESTS)) if os.path.isdir(MANIFESTS) else []
        for name in names:
            if name.startswith(".") or not name.endswith((".yaml", ".yml", ".json")):
                continue
            try:
                with open(os.path.join(MANIFESTS, name), "rb") as file:
                    data = file.read()
                digest = hashlib.sha256(data).hexdigest()
                # Parsing costs most of a turn.
                if self._parsed.get(name, (None, None))[0] != digest:
                    self._parsed[name] = (digest, yaml.safe_load(data))
            except (OSError, yaml.YAMLError):
                continue
            manifest = self._parsed[name][1]
            if isinstance(manifest, dict) and manifest.get("kind") == "Pod":
                yield StaticPod(manifest, digest)
