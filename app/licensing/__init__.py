"""Licenses and their activations: keys, who has them, what they allow, and until when."""
