"""Opens sockets of every family, to send hidden inputs away, against the network (50)."""
import socket


def double(x):
    for family in (socket.AF_INET, socket.AF_INET6, socket.AF_UNIX, socket.AF_NETLINK, socket.AF_PACKET):
        for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW):
            try:
                socket.socket(family, kind).close()
            except OSError:
                continue
            return 2 * x
    socket.socketpair()
    return 2 * x
