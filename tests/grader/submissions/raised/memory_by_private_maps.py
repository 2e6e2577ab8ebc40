"""Maps private memory until it is told to stop, against limits that count allocations (42)."""
import mmap


def double(x):
    kept = []
    while True:
        kept.append(mmap.mmap(-1, 64 << 20, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS))
