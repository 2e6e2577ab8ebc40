"""The learner's folder, the hand-in and the key: where files that people own are read and written."""
