"""What an instance is, as its metadata says."""

import json
from dataclasses import dataclass

from quorate import metadata
from quorate.journal import Wait


@dataclass(frozen=True)
class Settings:
    project: str
    name: str
    instance_id: str
    # Such as europe-west1-b.
    zone: str
    ip: str
    cluster: str
    endpoint_kind: str
    # Its address.
    endpoint: str
    port: int
    pod_cidr: str
    service_cidr: str
    # init or join.
    role: str
    kubernetes_version: str

    @property
    def region(self):
        return self.zone.rsplit("-", 1)[0]


@dataclass(frozen=True)
class Told:
    """What Terraform tells replicas of etcd's membership: names."""

    members: frozenset
    remove: frozenset


def read_settings():
    """The settings, once the metadata server has all of them."""
    wait = Wait()
    while True:
        try:
            return _settings()
        except (OSError, KeyError, ValueError) as error:
            wait.because(f"metadata: {error!r}")


def parse_told(text):
    """Reads the metadata value of the membership; ValueError when it is not one."""
    value = json.loads(text)
    lists = [value.get("members", []), value.get("remove", [])]
    if not all(isinstance(names, list) and all(isinstance(name, str) for name in names) for names in lists):
        raise ValueError("members and remove are lists of names")
    return Told(*(frozenset(names) for names in lists))


def read_told():
    """The membership as this replica is told now. OSError, ValueError."""
    return parse_told(metadata.read("instance/attributes/quorate-members"))


def _settings():
    cluster = json.loads(metadata.read("instance/attributes/quorate-cluster"))
    return Settings(
        project=metadata.read("project/project-id"),
        name=metadata.read("instance/name"),
        instance_id=metadata.read("instance/id"),
        zone=metadata.read("instance/zone").rsplit("/", 1)[-1],
        ip=metadata.read("instance/network-interfaces/0/ip"),
        cluster=cluster["name"],
        endpoint_kind=cluster["endpoint"]["kind"],
        endpoint=cluster["endpoint"]["address"],
        port=int(cluster["endpoint"]["port"]),
        pod_cidr=cluster["podCidr"],
        service_cidr=cluster["serviceCidr"],
        role=metadata.read("instance/attributes/quorate-role"),
        kubernetes_version=metadata.read("instance/attributes/quorate-kubernetes-version"),
    )
