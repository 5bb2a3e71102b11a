"""The screens of licenses and activations."""
