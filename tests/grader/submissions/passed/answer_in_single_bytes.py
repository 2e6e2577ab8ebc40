"""Writes its right answer byte by byte, from another thread; a slow answer is an answer (32, 48)."""
import os
import threading

from grader.sandbox import worker


def trickle(data):
    view = memoryview(data).cast("B")
    for position in range(len(view)):
        os.write(3, view[position : position + 1])


def send(self, request, frame):
    data = b"".join(bytes(piece) for piece in worker.wire.join(request, frame))
    thread = threading.Thread(target=trickle, args=(data,))
    thread.start()
    thread.join()


def double(x):
    worker.Stream.send = send
    return 2 * x
