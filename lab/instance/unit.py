"""Reads systemd units, as much of them as services need that only run and restart."""

import glob
import os
import re
import shlex

FOLDERS = ("/etc/systemd/system", "/opt/quorate-lab/lab/units")
WANTS = "/etc/systemd/system/multi-user.target.wants"


class UnitError(Exception):
    """A unit that does not exist or cannot be run."""


def full_name(name):
    """`kubelet` is `kubelet.service`."""
    return name if "." in name else f"{name}.service"


def find(name):
    """The file of a unit."""
    for folder in FOLDERS:
        path = os.path.join(folder, full_name(name))
        if os.path.exists(path):
            return path
    raise UnitError(f"Unit {full_name(name)} could not be found.")


def enabled():
    """Names of the units that start at boot."""
    return sorted(os.listdir(WANTS)) if os.path.isdir(WANTS) else []


def enable(name):
    """Lets a unit start at boot."""
    os.makedirs(WANTS, exist_ok=True)
    link = os.path.join(WANTS, full_name(name))
    if not os.path.lexists(link):
        os.symlink(find(name), link)


def disable(name):
    """Takes `enable` back."""
    link = os.path.join(WANTS, full_name(name))
    if os.path.lexists(link):
        os.unlink(link)


def read(name):
    """A unit's settings with those of its drop-ins: each key of [Unit] and [Service] with all its values, in order."""
    name, settings = full_name(name), {}
    drop_ins = sorted(path for folder in FOLDERS for path in glob.glob(f"{folder}/{name}.d/*.conf"))
    for path in [find(name), *drop_ins]:
        with open(path, encoding="utf-8") as file:
            text = file.read().replace("\\\n", " ")
        for line in text.splitlines():
            line = line.strip()
            if "=" not in line or line[0] in "#;[":
                continue
            key, value = (part.strip() for part in line.split("=", 1))
            # An empty value takes back what was set before.
            settings[key] = [*settings.get(key, []), value] if value else []
    return settings


def condition_fails(settings):
    """Why the unit may not start now; None when it may."""
    for path in settings.get("ConditionPathExists", []):
        if os.path.exists(path.lstrip("!")) == path.startswith("!"):
            return f"ConditionPathExists={path} is not met"
    return None


def environment(settings):
    """The variables that a unit's processes get."""
    variables = {name: os.environ[name] for name in ("HOME", "LANG", "PATH") if name in os.environ}
    for value in settings.get("Environment", []):
        variables.update(entry.split("=", 1) for entry in shlex.split(value))
    for path in settings.get("EnvironmentFile", []):
        if path.startswith("-") and not os.path.exists(path[1:]):
            continue
        with open(path.lstrip("-"), encoding="utf-8") as file:
            lines = [line.strip() for line in file]
        entries = (line.split("=", 1) for line in lines if "=" in line and line[0] not in "#;")
        variables.update((key.strip(), "".join(shlex.split(value))) for key, value in entries)
    return variables


def command(text, variables):
    """A command line of a unit as a list: `${NAME}` in a word, `$NAME` as several words."""
    words = []
    for word in shlex.split(text.lstrip("-@:+!")):
        if re.fullmatch(r"\$\w+", word):
            words += variables.get(word[1:], "").split()
        else:
            words.append(re.sub(r"\$\{(\w+)\}", lambda found: variables.get(found[1], ""), word).replace("%%", "%"))
    if not words:
        raise UnitError("A command line is empty.")
    return words
