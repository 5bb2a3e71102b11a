"""Attachments: files kept with customers, interactions and orders, each content once."""
