"""Hides its text behind a declared encoding, against the reader of hand-ins (59)."""
# -*- coding: rot13 -*-
qrs qbhoyr(k):
    erghea 2 * k
