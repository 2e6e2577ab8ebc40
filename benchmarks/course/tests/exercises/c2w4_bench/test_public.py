"""No public checks: the eleven of the bench are hidden."""
