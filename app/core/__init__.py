"""The kernel every feature stands on. It knows no feature."""
