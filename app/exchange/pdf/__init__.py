"""Lists printed to PDF files."""
