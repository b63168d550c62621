"""A list that is printed item by item is the same document as one printed whole."""

import json

import pytest

from reports.screen.output import emit, emit_each


@pytest.mark.parametrize("items", [[], [1], [{"a": [], "ö": "one\ntwo"}, {}, {"b": {"c": [1, None]}}]])
def test_a_list_item_by_item_is_the_list(items, capsys):
    emit(items)
    whole = capsys.readouterr().out
    emit_each(iter(items))
    told = capsys.readouterr().out
    assert (told, json.loads(told)) == (whole, items)
