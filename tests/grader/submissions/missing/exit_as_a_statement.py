"""Ends the process by a plain statement, against runners that execute whole files (2)."""
import os
import sys

os._exit(0)
sys.exit(0)
raise SystemExit
