"""Small changes of the manifests that kubeadm has written."""

import re

from quorate.program import read_file, write_file

ETCD = "/etc/kubernetes/manifests/etcd.yaml"


def join_existing_cluster():
    """
    Tells etcd that its cluster exists. kubeadm's first replica says that it is new: rebooted with an empty disk it
    would serve an empty cluster. The answer says whether the manifest has changed.
    """
    text = read_file(ETCD)
    changed = existing(text)
    if changed == text:
        return False
    write_file(ETCD, changed)
    return True


def existing(text):
    if "--initial-cluster-state=" in text:
        return re.sub(r"--initial-cluster-state=\w+", "--initial-cluster-state=existing", text)
    return re.sub(r"(?m)^(\s+)(- --initial-cluster=.*)$", r"\1\2\n\1- --initial-cluster-state=existing", text)
