"""Stands in for the kubelet where there are no containers.

Runs static pods as processes, answers /healthz, gets its certificate by the TLS bootstrap, and publishes the Node, its
Lease and mirror pods whose readiness comes from the real probes. Pods outlive it, as containers outlive a kubelet.
"""

import http.server
import os
import subprocess
import threading
import urllib.request

import identity
from client import Client
from forever import forever
from node import Node
from pods import StaticPods

HEALTH_PORT = 10248
SYNC_SECONDS = 0.25
PUBLISH_SECONDS = 1
METADATA = "http://169.254.169.254/computeMetadata/v1/instance/network-interfaces/0/ip"


class Health(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *_arguments):
        pass


def own_address():
    """The instance's internal IP."""
    request = urllib.request.Request(METADATA, headers={"Metadata-Flavor": "Google"})
    with urllib.request.urlopen(request, timeout=5) as response:
        return response.read().decode()


def main():
    name, address = os.uname().nodename, own_address()
    version = subprocess.run(
        ["kubeadm", "version", "--output", "short"], check=True, capture_output=True, text=True
    ).stdout.strip()
    static, node = StaticPods(), Node(name, address, version)

    def probe():
        for pod in list(static.pods.values()):
            pod.look(address)

    def publish():
        if os.path.exists(identity.KUBECONFIG):
            node.publish(Client(identity.KUBECONFIG), list(static.pods.values()))
        elif os.path.exists(identity.BOOTSTRAP):
            identity.bootstrap(name)

    server = http.server.ThreadingHTTPServer(("127.0.0.1", HEALTH_PORT), Health)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    for seconds, work in ((PUBLISH_SECONDS, probe), (PUBLISH_SECONDS, publish)):
        threading.Thread(target=forever, args=(seconds, work), daemon=True).start()
    forever(SYNC_SECONDS, static.sync)


main()
