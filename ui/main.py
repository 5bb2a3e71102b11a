"""The command `customer-desk`: reads its arguments and starts the program.

Only what is needed to refuse politely is imported before the arguments are read.
"""

import argparse
import os
import sys
from collections.abc import Mapping, Sequence

from app.exchange import READ_GUARDED

NO_DISPLAY = "Customer Desk needs a screen. Start it from a desktop, or use the command desk."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the desktop application and return its exit status."""
    given = sys.argv[1:] if arguments is None else arguments
    if given[:1] == [READ_GUARDED]:
        from app.exchange.guarded_child import main as read  # noqa: PLC0415 - a process of its own

        return read(given[1:])
    asked = _parser().parse_args(arguments)
    if asked.screenshot:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    if not has_display(os.environ):
        print(NO_DISPLAY, file=sys.stderr)  # noqa: T201 - there is no other way to say it
        return 2
    import ui.binding  # noqa: F401, PLC0415 - Qt aborts where there is no display
    from ui.shell.run import run  # noqa: PLC0415 - and is loaded first

    return run(asked)


def has_display(environment: Mapping[str, str], platform: str = sys.platform) -> bool:
    """Whether Qt will find a screen, or was told not to look for one."""
    if not platform.startswith(("linux", "freebsd")):
        return True
    return any(environment.get(k) for k in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="customer-desk", description="Customers, their licenses and their money, on a desktop."
    )
    parser.add_argument("--database", metavar="URL_OR_PATH", default="", help="open this database")
    parser.add_argument("--demo", action="store_true", help="open made-up customers, ask nothing")
    parser.add_argument("--screenshot", metavar="DIR", help="paint every screen to PNG files")
    parser.add_argument("--theme", choices=("system", "light", "dark"), help="the colours")
    parser.add_argument("--size", metavar="WxH", type=_size, help="the window, such as 1280x800")
    parser.add_argument(
        "--text-scale", type=int, choices=(100, 115, 130, 150), help="the text size in per cent"
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="say the version and stop")
    return parser


def _size(text: str) -> tuple[int, int]:
    width, _x, height = text.lower().partition("x")
    if not (width.isdecimal() and height.isdecimal() and int(width) and int(height)):
        raise argparse.ArgumentTypeError(f"{text} is not a size; write it like 1280x800")
    return int(width), int(height)


class _Version(argparse.Action):
    """Looks the version up only when asked."""

    def __call__(self, parser: argparse.ArgumentParser, *_rest: object) -> None:
        from importlib.metadata import version  # noqa: PLC0415 - costs a tenth of a second

        print(f"Customer Desk {version('customer-desk')}")  # noqa: T201 - it was asked for
        parser.exit()


if __name__ == "__main__":
    sys.exit(main())
