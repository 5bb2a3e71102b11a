"""What each command of `desk` does. Imports inside functions keep `desk --help` quick."""
