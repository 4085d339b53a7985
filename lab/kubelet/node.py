"""The Node, its Lease, and the mirror pods that stand for static pods."""

import copy
import os
import time

NODES = "/api/v1/nodes"
LEASES = "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases"
LEASE_SECONDS = 10
STATUS_SECONDS = 60


def now():
    """The time as the API writes it."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


class Node:
    """What the kubelet publishes of its instance."""

    def __init__(self, name, address, version):
        self._name = name
        self._address = address
        self._version = version
        self._posted = 0.0
        self._renewed = 0.0

    def publish(self, client, pods):
        """Brings the API server's picture up to date. Raises ApiError or OSError; calling again goes on."""
        node = client.call("GET", f"{NODES}/{self._name}")
        if node is None:
            labels = {"kubernetes.io/hostname": self._name, "kubernetes.io/os": "linux", "kubernetes.io/arch": "amd64"}
            metadata = {"name": self._name, "labels": labels}
            node = client.call("POST", NODES, {"apiVersion": "v1", "kind": "Node", "metadata": metadata})
            self._posted = 0.0
        self._post_status(client, node)
        owner = {"apiVersion": "v1", "kind": "Node", "name": self._name, "uid": node["metadata"]["uid"]}
        self._renew(client, owner)
        self._mirror(client, owner, pods)

    def _post_status(self, client, node):
        conditions = node.get("status", {}).get("conditions") or []
        ready = any(one["type"] == "Ready" and one["status"] == "True" for one in conditions)
        if ready and time.monotonic() - self._posted < STATUS_SECONDS:
            return
        room = {"cpu": "2", "memory": "4Gi", "pods": "110"}
        states = (("Ready", "True"), ("MemoryPressure", "False"), ("DiskPressure", "False"), ("PIDPressure", "False"))
        with open("/proc/sys/kernel/random/boot_id", encoding="utf-8") as file:
            boot = file.read().strip()
        status = {
            "conditions": [
                {
                    "type": kind,
                    "status": value,
                    "reason": "Lab",
                    "message": "an instance of the local cloud",
                    "lastHeartbeatTime": now(),
                    "lastTransitionTime": now(),
                }
                for kind, value in states
            ],
            "addresses": [
                {"type": "InternalIP", "address": self._address},
                {"type": "Hostname", "address": self._name},
            ],
            "capacity": room,
            "allocatable": room,
            "nodeInfo": {
                "kubeletVersion": self._version,
                "kubeProxyVersion": "",
                "architecture": "amd64",
                "operatingSystem": "linux",
                "osImage": "an instance of the local cloud",
                "kernelVersion": os.uname().release,
                "containerRuntimeVersion": "process://0",
                "machineID": "",
                "systemUUID": "",
                "bootID": boot,
            },
        }
        client.patch(f"{NODES}/{self._name}/status", {"status": status})
        self._posted = time.monotonic()

    def _renew(self, client, owner):
        if self._renewed and time.monotonic() - self._renewed < LEASE_SECONDS:
            return
        lease = client.call("GET", f"{LEASES}/{self._name}")
        spec = {
            "holderIdentity": self._name,
            "leaseDurationSeconds": 40,
            "renewTime": time.strftime("%Y-%m-%dT%H:%M:%S.000000Z", time.gmtime()),
        }
        if lease is None:
            metadata = {"name": self._name, "namespace": "kube-node-lease", "ownerReferences": [owner]}
            kind = {"apiVersion": "coordination.k8s.io/v1", "kind": "Lease"}
            client.call("POST", LEASES, {**kind, "metadata": metadata, "spec": spec})
        else:
            lease["spec"].update(spec)
            client.call("PUT", f"{LEASES}/{self._name}", lease)
        self._renewed = time.monotonic()

    def _mirror(self, client, owner, pods):
        # The node authorizer answers 403, not 404, for a pod that does not exist: so a list.
        listed = client.call("GET", f"/api/v1/pods?fieldSelector=spec.nodeName%3D{self._name}")
        existing = {item["metadata"]["name"]: item for item in listed["items"]}
        wanted = {f"{pod.name}-{self._name}": pod for pod in pods}
        for name, found in existing.items():
            annotations = found["metadata"].get("annotations") or {}
            if "kubernetes.io/config.mirror" in annotations and not _current(found, wanted.get(name), owner):
                path = f"/api/v1/namespaces/{found['metadata']['namespace']}/pods/{name}"
                client.call("DELETE", path, {"gracePeriodSeconds": 0})
        for name, pod in wanted.items():
            base = f"/api/v1/namespaces/{pod.namespace}/pods"
            found = existing.get(name)
            if found is None or not _current(found, pod, owner):
                found = client.call("POST", base, self._mirror_pod(name, pod, owner))
            self._post_pod(client, f"{base}/{name}/status", found, pod)

    def _mirror_pod(self, name, pod, owner):
        mirror = copy.deepcopy(pod.manifest)
        mirror.pop("status", None)
        metadata = mirror["metadata"]
        metadata.pop("creationTimestamp", None)
        metadata["name"] = name
        metadata["annotations"] = {
            **(metadata.get("annotations") or {}),
            "kubernetes.io/config.mirror": pod.digest,
            "kubernetes.io/config.hash": pod.digest,
            "kubernetes.io/config.source": "file",
        }
        metadata["ownerReferences"] = [{**owner, "controller": True}]
        mirror["spec"]["nodeName"] = self._name
        mirror["spec"]["tolerations"] = [{"operator": "Exists", "effect": "NoExecute"}]
        return mirror

    def _post_pod(self, client, path, found, pod):
        ready = "True" if pod.ready else "False"
        conditions = (found.get("status") or {}).get("conditions") or []
        if any(one["type"] == "Ready" and one["status"] == ready for one in conditions):
            return
        status = {
            "phase": "Running",
            "hostIP": self._address,
            "podIP": self._address,
            "podIPs": [{"ip": self._address}],
            "startTime": now(),
            "conditions": [
                {"type": kind, "status": ready, "lastTransitionTime": now()} for kind in ("Ready", "ContainersReady")
            ],
            "containerStatuses": [
                {
                    "name": pod.container["name"],
                    "ready": pod.ready,
                    "restartCount": pod.restarts,
                    "image": pod.container.get("image", ""),
                    "imageID": "",
                    "state": {"running": {"startedAt": now()}},
                }
            ],
        }
        client.patch(path, {"status": status})


def _current(found, pod, owner):
    """Whether a mirror pod stands for this pod of this Node."""
    if pod is None:
        return False
    annotations = found["metadata"].get("annotations") or {}
    owners = found["metadata"].get("ownerReferences") or [{}]
    return annotations.get("kubernetes.io/config.mirror") == pod.digest and owners[0].get("uid") == owner["uid"]
