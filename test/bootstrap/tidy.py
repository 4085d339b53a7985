"""Plays turns of a leader that tidies Nodes; writes whose Nodes it deletes in each."""

import json
import sys
import types

from quorate.agent import nodes
from quorate.etcd.client import Member
from quorate.settings import Told


class Api:
    """The Nodes of one turn, by name, with their condition Ready."""

    def __init__(self, ready):
        self._ready = ready

    def call(self, method, _path):
        if method != "GET":
            return None
        items = [
            {"metadata": {"name": name}, "status": {"conditions": [{"type": "Ready", "status": status}]}}
            for name, status in self._ready.items()
        ]
        return {"items": items}


def play(turns):
    tidier, answers = nodes.Nodes(), []
    for turn in turns:
        nodes.time = types.SimpleNamespace(monotonic=lambda turn=turn: turn["at"])
        members = [Member(id=name, name=name, learner=False, host="") for name in turn["members"]]
        told = Told(frozenset(turn["told"]), frozenset(turn.get("remove", [])))
        answers.append(tidier.tidy(Api(turn["nodes"]), members, told))
    return answers


json.dump(play(json.load(sys.stdin)), sys.stdout)
