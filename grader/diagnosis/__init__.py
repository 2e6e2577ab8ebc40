"""Naming the cause of a failure, in pure functions: transcripts, their agreement, relations between values."""
