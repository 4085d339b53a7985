"""What on an instance follows from the kind of the cluster's endpoint: a module for each kind, and what they share."""

from quorate.endpoint import external
from quorate.journal import Halt

# By `endpoint.kind` in the cluster's metadata. A kind has `packets`, `is_traffic` and `answered_here`: see `external`.
KINDS = {"external": external}


def endpoint_of(settings):
    """The module for the endpoint of this instance's cluster. Halt for a kind that is unknown here."""
    if settings.endpoint_kind not in KINDS:
        raise Halt(f"this version knows no endpoint of kind {settings.endpoint_kind!r}")
    return KINDS[settings.endpoint_kind]
