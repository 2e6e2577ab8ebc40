"""None: the bench measures time."""
