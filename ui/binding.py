"""Loads Qt so that Python goes on importing modules by itself; import it before anything of Qt.

PySide6 puts an `__import__` of its own in the place of Python's: to know which modules use its
`__feature__` switches it reads the source of every module imported from then on, and Python
keeps what was read. Nothing here uses those switches; left alone, they cost a fifth of the
program's memory and much of its start.
"""

import builtins
import linecache

import PySide6.QtCore  # noqa: F401 - it is what is undone

builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
linecache.clearcache()
