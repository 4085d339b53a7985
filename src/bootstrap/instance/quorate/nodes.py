"""Node objects of replicas that are gone."""

import time

_SELECTOR = "labelSelector=node-role.kubernetes.io%2Fcontrol-plane"
# A newcomer's Node may come before its name: only who has been gone for so long, in seconds, is taken for gone.
_PATIENCE = 300


class Nodes:
    def __init__(self):
        self._gone_since = {}

    def tidy(self, api, members, told):
        """Deletes Nodes of control planes that are neither members nor expected, and not ready. OSError, ValueError."""
        nodes = api.call("GET", f"/api/v1/nodes?{_SELECTOR}")["items"]
        names = gone(nodes, {member.name for member in members} | told.members)
        now = time.monotonic()
        self._gone_since = {name: self._gone_since.get(name, now) for name in names}
        deleted = [name for name in names if name in told.remove or now - self._gone_since[name] >= _PATIENCE]
        for name in deleted:
            api.call("DELETE", f"/api/v1/nodes/{name}")
        return deleted


def gone(nodes, expected):
    """Names of Nodes that nobody expects and that are not ready."""
    return [
        node["metadata"]["name"]
        for node in nodes
        if node["metadata"]["name"] not in expected
        and not any(
            condition["type"] == "Ready" and condition["status"] == "True"
            for condition in node.get("status", {}).get("conditions", [])
        )
    ]
