"""Generate, check and grade deep-learning exercises."""

__version__ = "0.1.0"
