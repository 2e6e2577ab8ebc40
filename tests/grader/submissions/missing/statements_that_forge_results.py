"""Writes result files by plain statements and in the main block, against runners that execute whole files (3)."""
import json

with open("/tmp/bestiary-results.json", "w") as file:
    json.dump({"score": 100}, file)
if __name__ == "__main__":
    open("/tmp/bestiary-main.json", "w").close()
for path in ("/tmp/bestiary-loop.json", "results.json"):
    open(path, "w").close()
