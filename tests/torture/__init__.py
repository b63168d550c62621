"""The instrument that proves `never lose, never double, never let in`: run it as `python -m tests.torture`."""

from tests import ROOT as ROOT
