"""The screens of subscriptions and domains."""
