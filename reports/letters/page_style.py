"""How our pages look where a mail program shows mail in the dark, and on paper: their head says it once for letters, digest and answers."""

from __future__ import annotations

from markupsafe import Markup

GROUNDS = {"#f6f4ef": "#171614", "#ffffff": "#24221e"}  # as the templates write them: in the dark
INKS = {
    "#2b2823": "#ece8e0",
    "#6b6459": "#b8b0a3",
    "#5f584e": "#b8b0a3",
    "#2f5d50": "#8fcbb8",
    "#a5453c": "#f29c92",
}
RULES = {"#e4e0d8": "#4a453d", "#2f5d50": "#8fcbb8", "#ffffff": "#24221e"}  # borders
PAPER = (  # the width of the sheet, smaller pictures, no ground that costs ink; an entry stays in one piece
    "@page{size:A4;margin:12mm}@media print{body{zoom:.8}*{background:none!important}table{width:100%!important}"
    'td{padding-left:0!important}img:not([width="560"]){max-height:40mm;width:auto!important}h1,h2{break-after:avoid}tr tr tr,img{break-inside:avoid}}'
)
SHOWN = '[style*="{}{}"]{{{}:{}!important}}'  # what bears a colour in its own style: most programs read no other


def page_head() -> Markup:
    """Return what stands in the head of a page: that it fits light and dark, its colours in the dark, and how it breaks on paper."""
    dark = [
        *(SHOWN.format("background:", light, "background", dark) for light, dark in GROUNDS.items()),
        *(SHOWN.format(";color:", light, "color", dark) for light, dark in INKS.items()),
        *(f'[style^="color:{light}"]{{color:{dark}!important}}' for light, dark in INKS.items()),
        *(SHOWN.format("solid ", light, "border-color", dark) for light, dark in RULES.items()),
    ]
    return Markup(  # noqa: S704 - colours of ours alone
        '<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">'
        f"<style>:root{{color-scheme:light dark}}@media screen and (prefers-color-scheme:dark){{{''.join(dark)}}}"
        f"{PAPER}</style>"
    )
