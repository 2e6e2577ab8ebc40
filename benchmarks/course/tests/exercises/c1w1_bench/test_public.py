"""No public checks: the fifteen of the bench are hidden."""
