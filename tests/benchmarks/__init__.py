"""The instrument that proves `fast, and flat in memory`: run it as `python -m tests.benchmarks`."""

from tests import ROOT as ROOT
