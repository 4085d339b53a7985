"""Reads settings, writes what `kubeadm init` and `kubeadm join` would be given, as lists of documents."""

import json
import sys

from quorate.kubeadm.configuration import init_documents, join_documents
from quorate.settings import Settings

settings = Settings(**json.load(sys.stdin))
json.dump({"init": init_documents(settings, "prod-0123", settings.endpoint), "join": join_documents(settings)}, sys.stdout)
