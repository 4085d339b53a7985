"""Node objects of replicas that are gone."""

import time

_SELECTOR = "labelSelector=node-role.kubernetes.io%2Fcontrol-plane"
# A newcomer's Node may come before its name: only who has been gone for so long, in seconds, is taken for gone. Who has
# fallen silent is no newcomer, and the API server has waited for it already.
_PATIENCE = {"False": 300, "Unknown": 60}


class Nodes:
    def __init__(self):
        self._gone_since = {}

    def tidy(self, api, members, told):
        """Deletes Nodes of control planes that are neither members nor expected, and not ready. OSError, ValueError."""
        nodes = api.call("GET", f"/api/v1/nodes?{_SELECTOR}")["items"]
        found = gone(nodes, {member.name for member in members} | told.members)
        now = time.monotonic()
        self._gone_since = {name: self._gone_since.get(name, now) for name in found}
        deleted = [
            name
            for name, ready in found.items()
            if name in told.remove or now - self._gone_since[name] >= _PATIENCE[ready]
        ]
        for name in deleted:
            api.call("DELETE", f"/api/v1/nodes/{name}")
        return deleted


def gone(nodes, expected):
    """
    Nodes that nobody expects and that are not ready: by name, their condition Ready. That is `Unknown` where the kubelet
    has fallen silent; a newcomer's, which may have the same name, says `False`.
    """
    ready = {node["metadata"]["name"]: _readiness(node) for node in nodes}
    return {name: status for name, status in ready.items() if name not in expected and status != "True"}


def _readiness(node):
    conditions = node.get("status", {}).get("conditions", [])
    return next((condition["status"] for condition in conditions if condition["type"] == "Ready"), "False")
