"""The data disk: formatted once, when nothing at all is on it, and mounted."""

import os

from quorate.journal import Halt, Wait, say
from quorate.program import output, read_file, run, write_file

DEVICE = os.environ.get("QUORATE_DATA_DISK", "/dev/disk/by-id/google-etcd")
MOUNT = "/var/lib/quorate-etcd"
# etcd's data: not the mount point itself, so that etcd never takes an unmounted folder for an empty disk.
DATA = f"{MOUNT}/data"
_FORMATTING = "/var/lib/quorate/formatting"


def mount_data_disk():
    """Mounts the data disk, and lets its file system fill it. Halt where something else is on it."""
    wait = Wait()
    while not os.path.exists(DEVICE):
        wait.because(f"there is no {DEVICE} yet")
    if os.path.ismount(MOUNT):
        return
    # A format that was cut short may go on: the disk was empty when it began.
    if read_file(_FORMATTING) is not None or _is_blank():
        write_file(_FORMATTING, DEVICE)
        say("formatting the data disk")
        run("mkfs.ext4", "-q", "-F", "-m", "0", "-L", "quorate-etcd", DEVICE)
        os.remove(_FORMATTING)
    os.makedirs(MOUNT, mode=0o700, exist_ok=True)
    run("mount", "-o", "noatime", DEVICE, MOUNT)
    os.chmod(MOUNT, 0o700)
    grow()


def grow():
    """Lets the file system fill a disk that has grown; nothing to do otherwise."""
    output("resize2fs", os.path.realpath(DEVICE))


def etcd_has_data():
    return os.path.isdir(f"{DATA}/member")


def is_empty():
    """Whether nothing was ever written to the mounted disk."""
    return set(os.listdir(MOUNT)) <= {"lost+found"}


def _is_blank():
    # Low-level probing: nothing cached. Status 2 and no text is blkid's way to say that it finds nothing.
    status, found = output("blkid", "--probe", "--output", "export", DEVICE)
    if status == 2 and not found.strip():
        return True
    if status == 0 and "TYPE=ext4" in found.split():
        return False
    raise Halt(f"the data disk holds something that Quorate did not write: {' '.join(found.split()) or status}")
