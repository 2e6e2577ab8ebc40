"""Uses the wire's own socket to pass descriptors and to reach other addresses, against the protocol (36, 50)."""
import array
import os
import socket


def double(x):
    wire = socket.socket(fileno=os.dup(3))
    rights = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [0, 1, 2]))]
    try:
        wire.sendmsg([b"\x00"], rights)
    finally:
        wire.detach()
    return 2 * x
