"""The picture of a timetable: entries against slots, each field in the colour of how it stands; Latin signs only."""

from __future__ import annotations

from collections.abc import Sequence

from reports.digest.charts import INK, figure_of, png_of

MOST = 40  # entries drawn
FLAT = 6  # labels that have room beside each other
COLOURS = {"complete": "#2f7d5b", "missing": "#b4534a", "faulty": "#8a5a9e", "awaited": "#e6cf8f", "optional": "#efece6"}


def drawn(labels: Sequence[str], rows: Sequence[tuple[str, Sequence[str]]]) -> bytes:
    """Return a PNG: a column for each label, a row for each (reference, states), the first of them."""
    shown = rows[:MOST]
    figure, axes = figure_of(6.0, 0.8 + 0.2 * max(len(shown), 1))
    for down, (_, states) in enumerate(shown):
        colours = [COLOURS[state] for state in states]
        axes.barh([down] * len(states), [0.94] * len(states), left=range(len(states)), color=colours, height=0.86)
    axes.set_yticks(range(len(shown)), [reference for reference, _ in shown], fontsize=7)
    slanted = {"rotation": 45, "ha": "left", "rotation_mode": "anchor"} if len(labels) > FLAT else {}
    axes.set_xticks([place + 0.47 for place in range(len(labels))], labels, fontsize=6, color=INK, **slanted)
    axes.xaxis.tick_top()
    axes.set_xlim(0, max(len(labels), 1))
    axes.set_ylim(max(len(shown), 1) - 0.5, -0.5)
    axes.spines[["bottom"]].set_visible(False)
    return png_of(figure)
