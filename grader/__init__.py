"""Generate, check and grade deep-learning exercises."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.notebook.magics import Shell

__version__ = "0.1.0"


def load_ipython_extension(ipython: "Shell") -> None:
    """Offer ``%check`` and ``%hint`` in a notebook: ``%load_ext grader``."""
    from grader.notebook.magics import Magics

    Magics(ipython).register()
