"""Pictures for the digest: figures and Latin names only, so that they look the same on a machine without Chinese fonts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from io import BytesIO

COLOURS = {"accepted": "#2f7d5b", "incomplete": "#d9a441", "held": "#8a5a9e", "rejected": "#b4534a", "joined": "#9a958b"}
INK, PALE = "#5b554b", "#e4e0d8"
DPI = 150
BAR, ROOM = 0.8, 0.05  # a bar's width, of a day; what is left free at each side, of the whole
MOST_COUNTRIES = 12
MOST_DAYS = 21  # that are told in figures, the last


def entries_by_day(by_day: Mapping[date, Mapping[str, int]], opens: date, last: date, closes: date) -> bytes:
    """Return a PNG: entries by day of arrival, stacked by state, from the opening to `last`; the close is marked where it shows."""
    first = min([opens, *by_day])
    days = [first + timedelta(days=step) for step in range(max((last - first).days, 0) + 1)]
    figure, axes = figure_of(6.0, 2.0)
    bottom = [0] * len(days)
    for state, colour in COLOURS.items():
        heights = [by_day.get(day, {}).get(state, 0) for day in days]
        drawn = [place for place, height in enumerate(heights) if height]  # a call may lie years back: thousands of empty days
        axes.bar(drawn, [heights[place] for place in drawn], bottom=[bottom[place] for place in drawn], color=colour, width=BAR)
        bottom = [low + height for low, height in zip(bottom, heights, strict=True)]
    room = (len(days) - 1 + BAR) * ROOM
    axes.set_xlim(-BAR / 2 - room, len(days) - 1 + BAR / 2 + room)
    every = max(len(days) // 6, 1)
    axes.set_xticks(range(0, len(days), every), [f"{day:%m-%d}" for day in days[::every]])
    if closes in days:
        axes.axvline(days.index(closes), color=INK, linewidth=1, linestyle="--")
    axes.set_ylim(0, max(max(bottom, default=0) * 1.15, 4))
    axes.yaxis.get_major_locator().set_params(integer=True, nbins=4)
    return png_of(figure)


def days_told(by_day: Mapping[date, Mapping[str, int]]) -> str:
    """Return the figures of entries_by_day() for those who do not see the picture: 07-06 3, 07-07 12."""
    return ", ".join(f"{day:%m-%d} {sum(states.values())}" for day, states in sorted(by_day.items())[-MOST_DAYS:])


def countries_told(counted: Mapping[str, str | int], names: Mapping[str, str]) -> str:
    """Return the figures of nationalities() for those who do not see the picture."""
    return ", ".join(f"{name} {count}" for name, count in _countries(counted, names))


def nationalities(counted: Mapping[str, str | int], names: Mapping[str, str]) -> bytes:
    """Return a PNG: how many entries come from each nationality, the most frequent first, by Latin name."""
    shown = _countries(counted, names)
    figure, axes = figure_of(6.0, 0.5 + 0.24 * max(len(shown), 1))
    places = range(len(shown))
    axes.barh(places, [count for _, count in shown], color=COLOURS["accepted"], height=0.7)
    axes.set_yticks(places, [name[:32] for name, _ in shown])
    axes.invert_yaxis()
    for place, (_, count) in zip(places, shown, strict=True):
        axes.text(count, place, f" {count}", va="center", fontsize=8, color=INK)
    axes.set_xlim(0, max([count for _, count in shown], default=1) * 1.12)
    axes.xaxis.get_major_locator().set_params(integer=True, nbins=5)
    return png_of(figure)


def _countries(counted: Mapping[str, str | int], names: Mapping[str, str]) -> list[tuple[str, int]]:
    return [(names.get(code, code), int(count)) for code, count in counted.items() if code][:MOST_COUNTRIES]


def figure_of(width: float, height: float):  # type: ignore[no-untyped-def]  # matplotlib's own types are partial
    """Return a figure and its axes, in inches, without frame."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), dpi=DPI, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.spines["bottom"].set_color(PALE)
    axes.tick_params(colors=INK, labelsize=8, length=0)
    return figure, axes


def png_of(figure: object) -> bytes:
    """Return a figure as PNG, the same bytes for the same picture."""
    out = BytesIO()
    figure.savefig(out, format="png", metadata={"Software": None})  # type: ignore[attr-defined]
    return out.getvalue()
