"""Lists brought in from files and taken out into files."""
