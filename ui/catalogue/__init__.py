"""The screens of products and plans."""
