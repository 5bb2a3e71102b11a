"""Lists brought in from files and taken out into files."""

# How this program is told to be the guarded reader; see `guarded`.
READ_GUARDED = "--read-guarded"
