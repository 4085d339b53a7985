"""Runs the startup script of the instance's metadata, as GCE's guest agent does at every boot."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request

URL = "http://169.254.169.254/computeMetadata/v1/instance/attributes/startup-script"
PATH = "/run/startup-script"
PATIENCE_SECONDS = 30


def fetch():
    """The script; None where there is none. Waits for the metadata server."""
    request = urllib.request.Request(URL, headers={"Metadata-Flavor": "Google"})
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            with urllib.request.urlopen(request, timeout=5) as response:
                return response.read()
        except urllib.error.HTTPError as error:
            if error.code == 404:
                return None
            failure = error
        except OSError as error:
            failure = error
        if time.monotonic() > deadline:
            raise SystemExit(f"startup-script: the metadata server does not answer: {failure}")
        time.sleep(0.05)


def say(line):
    """Writes a line in one piece: others write to the serial console too."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main():
    script = fetch()
    if script is None:
        say("No startup scripts to run.")
        return
    with open(PATH, "wb") as file:
        file.write(script)
    os.chmod(PATH, 0o700)
    words = [PATH] if script.startswith(b"#!") else ["/bin/bash", PATH]
    process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd="/")
    for line in process.stdout:
        say(f"startup-script: {line.decode(errors='replace').rstrip()}")
    say(f"startup-script exit status {process.wait()}")


main()
