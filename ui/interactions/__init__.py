"""The screens of interactions, follow-ups and the timeline."""
