"""Opens figures in the programs that editors use: ``make interop``. Inkscape draws the SVG, qpdf, pdffonts and pdftotext read the PDF.

The embed code is opened in Chromium (`docs/interop_embed.py`). Briefings are opened too: in LibreOffice, PDF tools and Firefox (`docs/interop_briefing.py`).
"""

import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from importlib.resources import files
from pathlib import Path

import matplotlib
import numpy as np
from PIL import Image, ImageFilter

import maps
from docs.interop_briefing import PROGRAMS as BRIEFING_PROGRAMS
from docs.interop_briefing import check_briefing
from docs.interop_embed import check_embed
from incidents import Atlas
from maps.figures import compose
from maps.recipe import Recipe

#: Program: package of the system that holds it.
PROGRAMS = {"inkscape": "inkscape", "qpdf": "qpdf", "pdffonts": "poppler-utils"} | BRIEFING_PROGRAMS
HOSTILE = "<script>1</script> & {{7*7}} ]]> 'q' \"d\" (/JavaScript) /OpenAction <</S/JS>>"
RECIPES = {
    "symbol-double": Recipe(preset="double"),
    "symbol-slide-dark": Recipe(theme="dark"),
    "symbol-page-urdu": Recipe(preset="page", language="ur"),
    "choropleth-print": Recipe(kind="choropleth", preset="double", theme="print"),
    "locator-single": Recipe(kind="locator", preset="single"),
    "multiples-page": Recipe(kind="multiples", preset="page", by="day"),
    "timeline-double": Recipe(kind="timeline", preset="double"),
    "map-timeline-square-urdu": Recipe(kind="map_timeline", preset="square", language="ur"),
    "hostile-title": Recipe(title=HOSTILE, preset="double"),
}
WIDTH = 1400
#: Mean difference of the two pictures, of 255, after the blur that takes out how each smooths its edges.
MOST_APART = 4.0
#: What a PDF would do by itself: none of it is in a figure.
ACTIVE = ("/JavaScript", "/JS", "/OpenAction", "/AA", "/Launch", "/EmbeddedFile", "/URI", "/SubmitForm", "/RichMedia")
#: Share of the pixels that may differ by more than an eighth of the scale: a missing word or layer is more.
MOST_WRONG = 0.01


def main() -> None:
    """Check every recipe; exit with 1 where a program disagrees."""
    install()
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"HOME": folder, "XDG_DATA_HOME": f"{folder}/share"}
        give_fonts(Path(folder) / "share" / "fonts")
        atlas = Atlas.open(Path(folder) / "home")
        for name, recipe in RECIPES.items():
            for line, good in (
                *svg_in_inkscape(atlas, recipe, Path(folder)),
                *pdf_in_tools(atlas, recipe, Path(folder)),
            ):
                sys.stdout.write(f"{'ok  ' if good else 'FAIL'} {name}: {line}\n")
                wrong += [] if good else [name]
        for name, check in (("embed", check_embed), ("briefing", check_briefing)):
            for line, good in check(atlas, Path(folder)):
                sys.stdout.write(f"{'ok  ' if good else 'FAIL'} {name}: {line.removeprefix(f'{name}: ')}\n")
                wrong += [] if good else [name]
    sys.exit(f"{len(wrong)} checks failed" if wrong else None)


def install() -> None:
    """Install what is missing from the system's packages; say what to do where that cannot be done."""
    missing = [package for program, package in PROGRAMS.items() if shutil.which(program) is None]
    if not missing:
        return
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        sys.exit(f"install {', '.join(missing)} with your system's packages, then run this again")
    subprocess.run(["apt-get", "update", "-qq"], check=True)
    subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing], check=True)


def give_fonts(folder: Path) -> None:
    """Lay the fonts that a figure names where programs look for them; Inkscape does not read those inside an SVG."""
    folder.mkdir(parents=True)
    for package in ("fontpkg_noto_sans", "fontpkg_noto_sans_arabic"):
        for font in (files(package) / "files").iterdir():
            if font.name.endswith(".ttf"):
                (folder / font.name).write_bytes(font.read_bytes())
    for font in (Path(matplotlib.get_data_path()) / "fonts" / "ttf").glob("DejaVuSans*.ttf"):
        shutil.copy(font, folder)


def svg_in_inkscape(atlas: Atlas, recipe: Recipe, folder: Path) -> list[tuple[str, bool]]:
    """Compare Inkscape's picture of the SVG with our PNG."""
    svg, drawn = folder / "figure.svg", folder / "inkscape.png"
    svg.write_bytes(maps.draw(atlas, recipe, "svg"))
    command = ["inkscape", "--export-type=png", f"--export-width={WIDTH}", f"--export-filename={drawn}", str(svg)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode or not drawn.exists():
        return [(f"Inkscape does not open the SVG: {done.stderr.strip()[:200]}", False)]
    theirs = _grey(drawn.read_bytes(), None)
    ours = _grey(maps.draw(atlas, recipe, "png"), theirs.shape[::-1])
    apart = np.abs(theirs - ours)
    mean, share = float(apart.mean()), float((apart > 32).mean())
    good = mean <= MOST_APART and share <= MOST_WRONG
    return [
        (f"SVG in Inkscape differs by {mean:.2f} of 255 on average, {share:.2%} of the pixels by more than 32", good)
    ]


def _grey(content: bytes, size: tuple[int, ...] | None) -> np.ndarray:
    with Image.open(io.BytesIO(content)) as image:
        flat = Image.new("RGBA", image.size, "white")
        flat.alpha_composite(image.convert("RGBA"))
    grey = flat.convert("L")
    fitted = grey.resize((size[0], size[1]), Image.Resampling.LANCZOS) if size else grey
    return np.asarray(fitted.filter(ImageFilter.GaussianBlur(2)), dtype=float)


def pdf_in_tools(atlas: Atlas, recipe: Recipe, folder: Path) -> list[tuple[str, bool]]:
    """Check the PDF's structure, and that each of its fonts is inside."""
    pdf = folder / "figure.pdf"
    pdf.write_bytes(maps.draw(atlas, recipe, "pdf"))
    checked = subprocess.run(["qpdf", "--check", str(pdf)], capture_output=True, text=True, check=False)
    listed = subprocess.run(["pdffonts", str(pdf)], capture_output=True, text=True, check=True).stdout.splitlines()
    fonts = embedded(listed)
    outside = [name for name, inside in fonts.items() if not inside]
    words = f"not embedded: {', '.join(outside)}" if outside else f"{len(fonts)} fonts, all embedded"
    return [
        (
            f"qpdf --check: {'no error found' if not checked.returncode else checked.stderr[:200]}",
            not checked.returncode,
        ),
        (f"pdffonts: {words}", bool(fonts) and not outside),
        *text_of_pdf(pdf, recipe.title or compose(atlas, recipe).title),
    ]


def text_of_pdf(pdf: Path, title: str) -> list[tuple[str, bool]]:
    """Check that the words of the title are text on the page, whatever their script, and that nothing in the PDF acts by itself."""
    plain = subprocess.run(
        ["qpdf", "--qdf", "--object-streams=disable", str(pdf), "-"], capture_output=True, check=True
    ).stdout
    acting = [name for name in ACTIVE if re.search(rb"(?m)^\s*" + name.encode() + rb"\b", plain)]
    found = [(f"qpdf: what acts by itself: {', '.join(acting) or 'nothing'}", not acting)]
    text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
    missing = [word for word in re.findall(r"[^\W\d]+", title) if word not in text]
    return [*found, (f"pdftotext: words of the title that are not there: {', '.join(missing) or 'none'}", not missing)]


def embedded(listed: list[str]) -> dict[str, bool]:
    """The fonts that pdffonts lists, and whether each is embedded.

    >>> head = "name                                 type              encoding         emb sub uni object ID"
    >>> rule = "------------------------------------ ----------------- ---------------- --- --- --- ---------"
    >>> embedded([head, rule, "AtlasLatin-Regular                   CID TrueType      Identity-H       yes no  yes     14  0"])
    {'AtlasLatin-Regular': True}
    """
    if len(listed) < 2:
        return {}
    column = listed[0].index("emb")
    return {line.split()[0]: line[column : column + 3].strip() == "yes" for line in listed[2:] if line.strip()}


if __name__ == "__main__":
    main()
