"""Fetch the vendored icons and fonts again, with npm, into `resources`.

Run `uv run --with fonttools --with brotli python packaging/vendor_assets.py`. The icons
are those `ui.kit.icons.Icon` names, from the npm package lucide-static (ISC, parts MIT);
the fonts are Inter Regular, Medium and SemiBold from inter-ui (OFL-1.1), as TrueType.
"""

import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from fontTools.ttLib import TTFont  # noqa: E402 - after the path is set

from ui.kit.icons import Icon  # noqa: E402 - after the path is set

LUCIDE = "lucide-static@1.62.0"
INTER = "inter-ui@4.1.1"
WEIGHTS = ("Regular", "Medium", "SemiBold")
RESOURCES = ROOT / "resources"


def fetch(package: str, into: Path) -> Path:
    """Unpack an npm package and return its folder."""
    npm = shutil.which("npm") or "npm"
    packed = subprocess.run(  # noqa: S603 - fixed arguments
        [npm, "pack", "--silent", package], cwd=into, check=True, capture_output=True, text=True
    )
    archive = into / packed.stdout.strip().splitlines()[-1]
    folder = into / archive.stem
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    return folder / "package"


def vendor_icons(package: Path) -> None:
    """Copy the icons the application names, without the parts a renderer does not need."""
    target = RESOURCES / "icons"
    target.mkdir(exist_ok=True)
    for name in Icon:
        text = (package / "icons" / f"{name}.svg").read_text("utf-8")
        text = re.sub(r"<!--.*?-->\s*", "", text, flags=re.DOTALL)
        text = re.sub(r'\s*class="[^"]*"', "", text)
        (target / f"{name}.svg").write_text(text, "utf-8")
    shutil.copy(package / "LICENSE", target / "LICENSE")


def vendor_fonts(package: Path) -> None:
    """Unpack the three weights of Inter to TrueType."""
    target = RESOURCES / "fonts"
    target.mkdir(exist_ok=True)
    for weight in WEIGHTS:
        font = TTFont(package / "web" / f"Inter-{weight}.woff2")
        font.flavor = None
        font.save(target / f"Inter-{weight}.ttf")
    shutil.copy(package / "LICENSE.txt", target / "LICENSE")


def main() -> None:
    """Fetch both packages and replace what is vendored."""
    with tempfile.TemporaryDirectory() as folder:
        vendor_icons(fetch(LUCIDE, Path(folder)))
        vendor_fonts(fetch(INTER, Path(folder)))


if __name__ == "__main__":
    main()
