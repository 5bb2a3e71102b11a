"""Unfinished forms, kept until they are saved or thrown away."""
