"""Reports as text: redaction, JSON, HTML, terminal and CSV – pure functions of ``model.Report``."""
