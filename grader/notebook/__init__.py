"""Checks in a notebook: ``%check`` and ``%hint``. Nothing here imports IPython; the running one is handed to us."""
