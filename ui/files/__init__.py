"""The screens of attachments."""
