"""Licensing without a network: signing keys, signed files, requests and responses."""
