"""The screens of tags and segments."""
