"""Maps memory that grows downwards, which counts as a stack and not as data, against the machine's memory (41, 42)."""
import mmap


def double(x):
    downwards = 0x100
    mmap.mmap(-1, 1 << 32, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | downwards)
    return 2 * x
