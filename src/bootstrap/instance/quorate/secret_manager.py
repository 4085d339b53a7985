"""The cluster's secrets in Secret Manager."""

import base64
import json
import os
import urllib.error
import urllib.request

from quorate import metadata
from quorate.journal import Wait

_URL = os.environ.get("QUORATE_SECRETMANAGER_URL", "https://secretmanager.googleapis.com").rstrip("/")


class Secrets:
    def __init__(self, project, cluster):
        self._prefix = f"{_URL}/v1/projects/{project}/secrets/{cluster}"

    def read(self, secret):
        """The latest version's text; None while the secret has none. Waits until it may be read."""
        answer = self._call("GET", f"{self._prefix}-{secret}/versions/latest:access", None, missing_is_none=True)
        return None if answer is None else base64.b64decode(answer["payload"]["data"]).decode()

    def add(self, secret, text):
        """Adds a version. Waits until it may be written."""
        data = base64.b64encode(text.encode()).decode()
        self._call("POST", f"{self._prefix}-{secret}:addVersion", {"payload": {"data": data}})

    def _call(self, method, url, body, missing_is_none=False):
        wait = Wait()
        while True:
            try:
                return self._once(method, url, body)
            except urllib.error.HTTPError as error:
                # Rights take minutes to reach every server after they were granted: 403 is no last word.
                if error.code == 404 and missing_is_none:
                    return None
                wait.because(f"Secret Manager answers {error.code} to {method} {url.rsplit('/secrets/', 1)[-1]}")
            except (OSError, ValueError) as error:
                wait.because(f"Secret Manager: {error!r}")

    def _once(self, method, url, body):
        headers = {"Authorization": f"Bearer {metadata.token()}", "Content-Type": "application/json"}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(url, data, headers, method=method)
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.loads(answer.read())
