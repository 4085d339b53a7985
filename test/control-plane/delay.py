"""Gives back what is routed into a TUN device after a delay: what netem does, where the kernel has none.

Arguments: the device's name, milliseconds. Says `ready` when the device is there, and ends with its standard input.
"""

import collections
import fcntl
import os
import select
import struct
import sys
import time

TUNSETIFF = 0x400454CA
IFF_TUN_WITHOUT_HEADER = 0x1001


def main(name, delay):
    device = os.open("/dev/net/tun", os.O_RDWR)
    fcntl.ioctl(device, TUNSETIFF, struct.pack("16sH", name.encode(), IFF_TUN_WITHOUT_HEADER))
    print("ready", flush=True)
    waiting = collections.deque()
    while True:
        patience = max(0, waiting[0][0] - time.monotonic()) if waiting else None
        readable = select.select([device, sys.stdin], [], [], patience)[0]
        if sys.stdin in readable:
            return
        if device in readable:
            waiting.append((time.monotonic() + delay, os.read(device, 65536)))
        while waiting and waiting[0][0] <= time.monotonic():
            os.write(device, waiting.popleft()[1])


main(sys.argv[1], int(sys.argv[2]) / 1000)
