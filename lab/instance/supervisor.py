"""Runs services: starts, stops, restarts and reaps them."""

import os
import signal
import subprocess
import threading

STOP_SECONDS = 15


class Service:
    """One service and what is known of its process."""

    def __init__(self, name, words, variables, restart="no", restart_seconds=0.1, output=None, folder="/"):
        self.name = name
        self.words = words
        self.variables = variables
        self.restart = restart
        self.restart_seconds = restart_seconds
        self.output = output
        self.folder = folder
        self.pid = None
        self.wanted = False
        self.starts = 0
        self.code = None


class Supervisor:
    """All services of an instance. Only process 1 may have one: it reaps every process."""

    def __init__(self, log):
        self.services = {}
        self._log = log
        self._changed = threading.Condition()

    def start(self, service):
        """Starts a service, in the place of one of its name that does not run. Does nothing while one runs."""
        with self._changed:
            current = self.services.get(service.name)
            if current is not None and current.pid is not None:
                current.wanted = True
                return
            self.services[service.name] = service
            service.wanted = True
            self._spawn(service)

    def stop(self, name):
        """Ends a service, by force after a while. Returns when it has ended."""
        with self._changed:
            service = self.services.get(name)
            if service is None:
                return
            service.wanted = False
            for number in (signal.SIGTERM, signal.SIGKILL):
                if service.pid is None:
                    return
                self._signal(service, number)
                self._changed.wait_for(lambda: service.pid is None, STOP_SECONDS)

    def wait(self, name):
        """Waits until a service has ended; answers its exit code."""
        with self._changed:
            service = self.services[name]
            self._changed.wait_for(lambda: service.pid is None)
            return service.code

    def stop_all(self):
        """Ends everything, at the same time."""
        threads = [threading.Thread(target=self.stop, args=(name,)) for name in list(self.services)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def reap(self):
        """Takes note of one process that has ended, waiting for it."""
        try:
            pid, status = os.waitpid(-1, 0)
        except ChildProcessError:
            with self._changed:
                self._changed.wait(0.2)
            return
        with self._changed:
            service = next((one for one in self.services.values() if one.pid == pid), None)
            if service is None:
                return
            service.pid = None
            service.code = os.waitstatus_to_exitcode(status)
            self._changed.notify_all()
            again = service.restart == "always" or (service.restart == "on-failure" and service.code != 0)
            if service.wanted and again:
                self._log(f"{service.name}: ended with {service.code}, starts again")
                timer = threading.Timer(service.restart_seconds, self._start_again, [service])
                timer.daemon = True
                timer.start()
            elif service.code != 0:
                self._log(f"{service.name}: ended with {service.code}")

    def _start_again(self, service):
        with self._changed:
            if service.wanted and service.pid is None and self.services.get(service.name) is service:
                self._spawn(service)

    def _spawn(self, service):
        output = service.output
        if isinstance(output, str):
            os.makedirs(os.path.dirname(output), exist_ok=True)
            with open(output, "ab") as file:
                process = self._popen(service, file)
        else:
            process = self._popen(service, output)
        service.pid = process.pid
        # Reaping is `reap`'s: Popen must not wait for what is gone by then.
        process.returncode = 0
        service.starts += 1
        self._changed.notify_all()

    @staticmethod
    def _popen(service, output):
        return subprocess.Popen(
            service.words,
            env=service.variables,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd=service.folder,
            start_new_session=True,
        )

    @staticmethod
    def _signal(service, number):
        try:
            os.killpg(service.pid, number)
        except ProcessLookupError:
            pass
