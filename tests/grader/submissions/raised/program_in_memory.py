"""Writes a program into memory and executes it, against rules about paths (42, 51)."""
import os


def double(x):
    descriptor = os.memfd_create("bestiary")
    os.write(descriptor, open(os.__file__, "rb").read(100))
    os.execve(descriptor, ["bestiary"], {})
    return 2 * x
