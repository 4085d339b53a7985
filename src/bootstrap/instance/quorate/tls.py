"""HTTPS with the cluster's own certificates."""

import base64
import json
import os
import re
import ssl
import tempfile
import urllib.request

from quorate.program import read_file

PKI = "/etc/kubernetes/pki"


class Refused(OSError):
    """The server answered, and not with success."""

    def __init__(self, status, text):
        super().__init__(f"{status}: {text[:300]}")
        self.status = status
        self.text = text


class Client:
    """Speaks JSON with one server, whose certificate must come from `ca`."""

    def __init__(self, url, ca, certificate=None, key=None):
        self._url = url
        context = ssl.create_default_context(cafile=ca)
        if certificate is not None:
            context.load_cert_chain(certificate, key)
        self._open = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=context)
        ).open

    def call(self, method, path, body=None, timeout=5, content_type="application/json"):
        """The answer, as JSON; as text where it is none. Refused, OSError."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self._url + path, data, {"Content-Type": content_type}, method=method)
        try:
            with self._open(request, timeout=timeout) as answer:
                text = answer.read().decode()
        except urllib.error.HTTPError as error:
            raise Refused(error.code, error.read().decode(errors="replace")) from error
        try:
            return json.loads(text)
        except ValueError:
            return text


def is_ready(host, port, timeout=3):
    """Whether the API server there says that it is ready. Health checks need no credentials."""
    try:
        return Client(f"https://{host}:{port}", f"{PKI}/ca.crt").call("GET", "/readyz", timeout=timeout) == "ok"
    except (OSError, ValueError):
        return False


def api_client(kubeconfig):
    """A client by a kubeconfig with embedded certificates, as kubeadm writes them. OSError, ValueError."""
    text = read_file(kubeconfig) or ""
    found = {
        key: re.search(rf"(?m)^\s+{key}:\s*(\S+)\s*$", text)
        for key in ("server", "client-certificate-data", "client-key-data")
    }
    if not all(found.values()):
        raise ValueError(f"{kubeconfig} names no server or no certificate")
    # ssl reads keys from files only.
    with tempfile.NamedTemporaryFile(dir="/run", suffix=".pem") as file:
        os.fchmod(file.fileno(), 0o600)
        for key in ("client-certificate-data", "client-key-data"):
            file.write(base64.b64decode(found[key][1]) + b"\n")
        file.flush()
        return Client(found["server"][1].strip("\"'"), f"{PKI}/ca.crt", file.name)
