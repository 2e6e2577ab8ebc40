"""Opens a server for other machines, and with it a socket (11)."""
import socket


def double(x):
    with socket.create_server(("127.0.0.1", 0)):
        return 2 * x
