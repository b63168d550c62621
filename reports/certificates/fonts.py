"""The fonts of certificates: Noto Serif in every script that we have it for, from packages (OFL), and those a call adds."""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import typst

# package, where in it, family, file: Latin first, for a Chinese font's Latin letters are few; then Chinese, then the others
OURS = (
    ("fontpkg_noto_serif", "files", "Noto Serif", "NotoSerif[wdth,wght].ttf"),
    ("pylopdf_fonts_zh_cn", "", "Noto Serif SC", "NotoSerifSC-Regular.otf"),
    ("pylopdf_fonts_ko", "", "Noto Serif KR", "NotoSerifKR-Regular.otf"),
    ("pylopdf_fonts_ar", "", "Noto Naskh Arabic", "NotoNaskhArabic-Variable.ttf"),
    ("pylopdf_fonts_he", "", "Noto Serif Hebrew", "NotoSerifHebrew-Variable.ttf"),
    ("pylopdf_fonts_hi", "", "Noto Serif Devanagari", "NotoSerifDevanagari-Variable.ttf"),
    ("pylopdf_fonts_th", "", "Noto Serif Thai", "NotoSerifThai-Variable.ttf"),
)
UNSHOWN = frozenset({"Zs", "Cc", "Cf", "Zl", "Zp"})  # kinds of characters that need no picture


class FontProblem(Exception):  # noqa: N818 - told to a person as it stands
    """Say that a font cannot be used."""


@functools.lru_cache(maxsize=4)
def families(further: tuple[Path, ...] = ()) -> tuple[str, ...]:
    """Return the families in the order in which they are asked for a letter; raises FontProblem."""
    return (*(family for _, _, family, _ in OURS), *(_family(path) for path in further))


@functools.lru_cache(maxsize=4)
def typesetter(further: tuple[Path, ...] = ()) -> typst.Compiler:
    """Return the typesetter with these fonts and no others: the same certificate on every machine."""
    import typst  # see typeset()

    folders = [str(path.parent) for path in (*_files(), *further)]
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(dict.fromkeys(folders)))
    return typst.Compiler(font_paths=fonts, ignore_system_fonts=True)


def unknown_letters(texts: Iterable[str], further: tuple[Path, ...] = ()) -> list[str]:
    """Return the letters that no font has, in the order in which they are met."""
    known = _known(further)
    letters = dict.fromkeys(char for text in texts for char in unicodedata.normalize("NFC", text))
    return [char for char in letters if ord(char) not in known and unicodedata.category(char) not in UNSHOWN]


@functools.lru_cache(maxsize=4)
def _known(further: tuple[Path, ...]) -> frozenset[int]:
    return frozenset(code for path in (*_files(), *further) for code in _codes(path))


def _codes(path: Path) -> Sequence[int]:
    with _opened(path) as font:
        return list(font.getBestCmap() or ())


def _family(path: Path) -> str:
    with _opened(path) as font:
        names = font["name"]
        return str(names.getDebugName(16) or names.getDebugName(1) or path.stem)


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    """Open a font; raises FontProblem where it is none."""
    from fontTools.ttLib import TTFont, TTLibError  # 30 ms: for certificates alone

    try:
        with TTFont(path, lazy=True, fontNumber=0) as font:
            yield font
    except (OSError, TTLibError, KeyError) as error:
        raise FontProblem(f"{path} is no font that can be used: {error}") from error


@functools.lru_cache(maxsize=1)
def _files() -> tuple[Path, ...]:
    """Return where the fonts of the packages lie; raises FontProblem where one is not installed."""
    found = []
    for package, folder, _, name in OURS:
        spec = find_spec(package)
        place = Path(spec.origin).parent / folder / name if spec and spec.origin else None
        if place is None or not place.is_file():
            raise FontProblem(f"The font {name} of the package {package} is not installed; run `make setup`.")
        found.append(place)
    return tuple(found)
