"""What the scores of an entry amount to: their mean without the highest and the lowest, and their spread."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

EXTREMES_FROM = 5  # scores of an entry: its highest and its lowest do not count (contract.md ruling 30)


@dataclass(frozen=True)
class ScoreSummary:
    """What the scores of an entry amount to: how many judges scored it, their mean and spread; None without any."""

    judges: int = 0
    mean: float | None = None
    spread: float | None = None  # standard deviation of all scores, the extremes too


def score_summary(scores: Sequence[float]) -> ScoreSummary:
    """Return count, mean and spread of scores; from five on the mean leaves out one highest and one lowest."""
    if not scores:
        return ScoreSummary()
    counted = sorted(scores)[1:-1] if len(scores) >= EXTREMES_FROM else scores
    return ScoreSummary(len(scores), statistics.fmean(counted), statistics.pstdev(scores))
