"""Running other programs, and writing files so that a crash leaves the old or the new, never half."""

import os
import subprocess

from quorate.journal import say


class ProgramFailed(Exception):
    pass


def run(*command, timeout=None):
    """Runs a program with its output on the console. ProgramFailed."""
    say("running " + " ".join(command[:5]))
    status = subprocess.run(command, stdin=subprocess.DEVNULL, check=False, timeout=timeout).returncode
    if status != 0:
        raise ProgramFailed(f"{command[0]} {command[1] if len(command) > 1 else ''} ended with status {status}")


def output(*command):
    """(status, standard output) of a program that only looks. Nothing is printed."""
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=60)
    return done.returncode, done.stdout


def write_file(path, text, mode=0o600):
    """Writes a file in one move, and sees to it that a power loss does not lose it."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    draft = f"{path}.new"
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "w", encoding="utf-8") as file:
        os.fchmod(file.fileno(), mode)
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.rename(draft, path)
    directory = os.open(os.path.dirname(path), os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)


def read_file(path):
    """The file's text; None when there is no such file."""
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except FileNotFoundError:
        return None
