"""Commands on licenses."""

import typer

app = typer.Typer(
    help="Licenses.", no_args_is_help=True, rich_markup_mode=None, add_completion=False
)
