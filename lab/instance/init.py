"""Process 1 of an instance: what systemd and GCE's guest agent are on a real one.

Its standard output is the serial console. A line `poweroff` on its standard input shuts the instance down; the end of
that input is a loss of power.
"""

import json
import os
import signal
import socketserver
import sys
import threading

import unit
from supervisor import Service, Supervisor

SOCKET = "/run/quorate-lab-init.sock"
HERE = os.path.dirname(os.path.abspath(__file__))
LOGS = "/var/log/units"


def say(line):
    """Writes a line to the serial console."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


supervisor = Supervisor(say)


def start_unit(name):
    """Starts a unit; one that does its work and ends (`oneshot`) is waited for."""
    name = unit.full_name(name)
    settings = unit.read(name)
    unmet = unit.condition_fails(settings)
    if unmet is not None:
        say(f"{name}: skipped, {unmet}")
        return
    variables = unit.environment(settings)
    kind = settings.get("Type", ["simple"])[-1]
    for before in settings.get("ExecStartPre", []):
        supervisor.start(Service(f"{name} (before)", unit.command(before, variables), variables))
        if supervisor.wait(f"{name} (before)") != 0 and not before.startswith("-"):
            raise unit.UnitError(f"ExecStartPre of {name} failed.")
    supervisor.start(
        Service(
            name,
            unit.command(settings.get("ExecStart", [""])[-1], variables),
            variables,
            restart=settings.get("Restart", ["no"])[-1],
            restart_seconds=seconds(settings.get("RestartSec", ["0.1"])[-1]),
            output=f"{LOGS}/{name}.log",
            folder=settings.get("WorkingDirectory", ["/"])[-1],
        )
    )
    if kind == "oneshot" and supervisor.wait(name) != 0:
        raise unit.UnitError(f"Job for {name} failed.")


def seconds(text):
    """A time span as units write it, in seconds."""
    for suffix, factor in (("ms", 0.001), ("min", 60), ("s", 1)):
        if text.endswith(suffix):
            return float(text[: -len(suffix)]) * factor
    return float(text)


def state(name):
    """What systemctl calls active, and what it does not."""
    service = supervisor.services.get(unit.full_name(name))
    if service is None or (service.pid is None and not service.wanted):
        return "failed" if service is not None and service.code not in (None, 0) else "inactive"
    return "active" if service.pid is not None else "activating"


def transient(request):
    """Starts a service that has no unit."""
    variables = {"PATH": os.environ["PATH"], "HOME": "/root", **request.get("variables", {})}
    supervisor.start(Service(request["name"], request["words"], variables, output=request["output"]))


def describe(name):
    """What the kubelet asks about a service that it has started."""
    service = supervisor.services.get(name)
    if service is None:
        return None
    return {"pid": service.pid, "starts": service.starts, "code": service.code}


def answer(request):
    """Carries out one request of systemctl or of the kubelet."""
    verb, name = request["do"], request.get("name", "")
    if verb == "start":
        start_unit(name)
    elif verb == "stop":
        supervisor.stop(unit.full_name(name))
    elif verb == "state":
        return state(name)
    elif verb == "run":
        transient(request)
    elif verb == "end":
        supervisor.stop(name)
    elif verb == "describe":
        return describe(name)
    else:
        raise unit.UnitError(f"Unknown operation {verb}.")
    return None


class Handler(socketserver.StreamRequestHandler):
    """One line of JSON in, one out."""

    def handle(self):
        try:
            reply = {"result": answer(json.loads(self.rfile.readline()))}
        except (OSError, KeyError, ValueError, unit.UnitError) as error:
            reply = {"error": f"{error}" or type(error).__name__}
        try:
            self.wfile.write(json.dumps(reply).encode() + b"\n")
        except BrokenPipeError:
            pass


class Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True


def obey():
    """Waits for the power button."""
    for line in sys.stdin:
        if line.strip() == "poweroff":
            say("Shutting down.")
            supervisor.stop_all()
            os.sync()
            say("Powered off.")
            break
    os._exit(0)


def main():
    # Not SIG_IGN: every service would inherit it, and could not be stopped.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: None)
    say(f"Booting {os.uname().nodename}.")
    server = Server(SOCKET, Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    threading.Thread(target=obey, daemon=True).start()
    variables = dict(os.environ)
    python = ["/usr/bin/python3", "-u"]
    gateway = [*python, f"{HERE}/gateway.py"]
    supervisor.start(Service("gateway", gateway, variables, restart="always", output=f"{LOGS}/gateway.log"))
    for name in unit.enabled():
        try:
            start_unit(name)
        except (OSError, unit.UnitError) as error:
            say(f"{name}: {error}")
    supervisor.start(Service("startup-script", [*python, f"{HERE}/startup.py"], variables))
    while True:
        supervisor.reap()


if __name__ == "__main__":
    main()
