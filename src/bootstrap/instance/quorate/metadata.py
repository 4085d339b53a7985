"""The metadata server: what this replica is told, and where it reports."""

import json
import os
import urllib.error
import urllib.request

_BASE = os.environ.get("QUORATE_METADATA_URL", "http://metadata.google.internal/computeMetadata/v1")
_HEADERS = {"Metadata-Flavor": "Google"}
# A proxy is never between an instance and its metadata server.
_open = urllib.request.build_opener(urllib.request.ProxyHandler({})).open


def read(path, timeout=10):
    """The value at `path`. OSError when there is no answer or no such value."""
    return _request(path, timeout)[0]


def wait_for_change(path, etag, seconds):
    """(value, etag) once the value differs from the one with `etag`, or after some seconds. OSError."""
    query = f"?wait_for_change=true&timeout_sec={seconds}&last_etag={etag}"
    return _request(path + query, seconds + 15)


def token():
    """An access token of the instance's service account. OSError."""
    return json.loads(read("instance/service-accounts/default/token"))["access_token"]


def write_guest_attribute(path, value):
    """Writes a guest attribute at `namespace/key`. OSError."""
    url = f"{_BASE}/instance/guest-attributes/{path}"
    request = urllib.request.Request(url, value.encode(), _HEADERS, method="PUT")
    with _open(request, timeout=10):
        pass


def _request(path, timeout):
    request = urllib.request.Request(f"{_BASE}/{path}", headers=_HEADERS)
    with _open(request, timeout=timeout) as answer:
        return answer.read().decode(), answer.headers.get("ETag", "0")
