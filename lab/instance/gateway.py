"""What is at 169.254.169.254: the metadata server, other APIs of Google by their name, and DNS.

HTTP goes to the local cloud through a socket that is this instance's alone, so the cloud knows who asks. DNS answers
from a file that the local cloud keeps current.
"""

import asyncio
import socket
import struct

ADDRESS = "169.254.169.254"
CLOUD = "/run/lab/cloud.sock"
HOSTS = "/run/lab/hosts"
A_RECORD = 1


async def pump(reader, writer):
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    except ConnectionError:
        pass


async def forward(reader, writer):
    """Connects a client in the instance with the local cloud, until one of them goes."""
    try:
        cloud_reader, cloud_writer = await asyncio.open_unix_connection(CLOUD)
    except OSError:
        writer.close()
        return
    pumps = [asyncio.create_task(pump(*ends)) for ends in ((reader, cloud_writer), (cloud_reader, writer))]
    await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
    for task in pumps:
        task.cancel()
    cloud_writer.close()
    writer.close()


def addresses():
    """Addresses by lower-case name."""
    with open(HOSTS, encoding="utf-8") as file:
        lines = [line.split() for line in file if line.strip()]
    return {name.lower(): words[0] for words in lines for name in words[1:]}


def resolve(query):
    """The answer to one DNS query. Names that nobody has do not exist; there is nothing but A records."""
    labels, at = [], 12
    while query[at]:
        labels.append(query[at + 1 : at + 1 + query[at]].decode(errors="replace").lower())
        at += 1 + query[at]
    end = at + 5
    kind = struct.unpack("!H", query[at + 1 : at + 3])[0]
    address = addresses().get(".".join(labels))
    found = address is not None and kind == A_RECORD
    flags = 0x8580 if address is not None else 0x8583
    reply = query[:2] + struct.pack("!HHHHH", flags, 1, int(found), 0, 0) + query[12:end]
    if found:
        reply += struct.pack("!HHHIH", 0xC00C, A_RECORD, 1, 5, 4) + socket.inet_aton(address)
    return reply


class Dns(asyncio.DatagramProtocol):
    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, addr):
        try:
            self.transport.sendto(resolve(data), addr)
        except (IndexError, OSError, struct.error):
            pass


async def main():
    server = await asyncio.start_server(forward, ADDRESS, 80)
    await asyncio.get_running_loop().create_datagram_endpoint(Dns, local_addr=(ADDRESS, 53))
    await server.serve_forever()


asyncio.run(main())
