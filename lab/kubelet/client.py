"""A client of the API server, from a kubeconfig."""

import base64
import http.client
import json
import os
import ssl
import tempfile
import urllib.parse

import yaml

TIMEOUT_SECONDS = 5


class ApiError(Exception):
    """The API server refused a call."""

    def __init__(self, method, path, status, message):
        super().__init__(f"{method} {path}: {status} {message}")
        self.status = status


def read_kubeconfig(path):
    """The kubeconfig, parsed."""
    with open(path, encoding="utf-8") as file:
        return yaml.safe_load(file)


class Client:
    """Calls the server of a kubeconfig as its user."""

    def __init__(self, path):
        config = read_kubeconfig(path)
        cluster, user = config["clusters"][0]["cluster"], config["users"][0]["user"]
        authority = base64.b64decode(cluster["certificate-authority-data"]).decode()
        self._context = ssl.create_default_context(cadata=authority)
        self._server = urllib.parse.urlparse(cluster["server"])
        self._headers = {"Content-Type": "application/json"}
        if "token" in user:
            self._headers["Authorization"] = f"Bearer {user['token']}"
        elif "client-certificate" in user:
            self._context.load_cert_chain(user["client-certificate"], user["client-key"])
        else:
            self._load(user["client-certificate-data"], user["client-key-data"])

    def _load(self, certificate, key):
        with tempfile.NamedTemporaryFile("wb", dir="/run", delete=False) as file:
            file.write(base64.b64decode(certificate) + b"\n" + base64.b64decode(key))
        try:
            self._context.load_cert_chain(file.name)
        finally:
            os.unlink(file.name)

    def call(self, method, path, body=None, kind="application/json"):
        """The JSON that is answered; None for 404. Raises ApiError, or OSError where nobody answers."""
        connection = http.client.HTTPSConnection(
            self._server.hostname, self._server.port or 443, context=self._context, timeout=TIMEOUT_SECONDS
        )
        try:
            text = None if body is None else json.dumps(body)
            connection.request(method, path, text, {**self._headers, "Content-Type": kind})
            response = connection.getresponse()
            data = response.read()
        except http.client.HTTPException as error:
            raise OSError(f"{method} {path}: {error!r}") from error
        finally:
            connection.close()
        if response.status == 404:
            return None
        try:
            parsed = json.loads(data)
        except ValueError:
            parsed = {"message": data[:200].decode(errors="replace")}
        if response.status >= 300:
            raise ApiError(method, path, response.status, parsed.get("message", ""))
        return parsed

    def patch(self, path, body):
        """A strategic merge patch."""
        return self.call("PATCH", path, body, "application/strategic-merge-patch+json")
