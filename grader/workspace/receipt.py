"""Receipts: what was handed in, when, and what the learner knew of it.

A receipt is the learner's own word – nobody signs it. Where a deadline matters, the time a learning platform
recorded decides.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

import msgspec

RECEIPT_SCHEMA = "grader/receipt/v1"
SUFFIX = ".receipt.json"
LARGEST_RECEIPT = 10_000


@dataclass(frozen=True)
class Receipt:
    """One hand-in: ``digest`` is the SHA-256 of its bytes, ``submitted`` an ISO 8601 time with offset.

    ``parses`` tells whether it was Python when it was handed in; ``passed`` of ``visible`` checks passed then.
    """

    exercise: str
    learner: str
    digest: str
    size: int
    submitted: str
    parses: bool = True
    passed: int = 0
    visible: int = 0
    schema: str = RECEIPT_SCHEMA


def receipt_bytes(receipt: Receipt) -> bytes:
    """Encode a receipt as indented JSON."""
    return msgspec.json.format(msgspec.json.encode(receipt), indent=2) + b"\n"


def read_receipt(data: bytes) -> Receipt | None:
    """Decode a receipt; None for anything else, for learners' files may hold anything."""
    if len(data) > LARGEST_RECEIPT:
        return None
    try:
        receipt = msgspec.json.decode(data, type=Receipt)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    # Python reads any character between date and time; what is shown is one form alone.
    return replace(receipt, submitted=time_of(receipt).isoformat()) if is_sound(receipt) else None


def is_sound(receipt: Receipt) -> bool:
    """Return whether a decoded receipt is of our schema and tells a time."""
    try:
        return receipt.schema == RECEIPT_SCHEMA and time_of(receipt).tzinfo is not None
    except (ValueError, OverflowError):
        return False


def time_of(receipt: Receipt) -> datetime:
    """Return when a hand-in was made; raises ValueError or OverflowError for a receipt that is not sound."""
    return datetime.fromisoformat(receipt.submitted)
