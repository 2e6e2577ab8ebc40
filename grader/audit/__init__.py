"""Certification of a suite: what it must catch, and what it must let pass."""
