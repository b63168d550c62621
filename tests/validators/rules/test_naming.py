"""The rule naming."""

from dataclasses import replace

import pytest

from intake.model.named import Clash, NameFaults
from tests.builders.rule_facts import case, photo
from validators.rules.naming import Naming

RIGHT = "宣传+主论坛+海岸大学"


def named(**faults):
    return replace(case(), names=NameFaults(right=RIGHT, **faults))


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param(case(), [], id="no pattern"),
        pytest.param(named(), [], id="right"),
        pytest.param(
            named(wrong=("材料", "a.zip")),
            [{"subject": "材料", "reason": "pattern", "names": ["材料", "a.zip"], "right": RIGHT}],
            id="wrong",
        ),
        pytest.param(
            named(otherwise=("宣传+主论坛+河谷学院",)),
            [{"subject": "宣传+主论坛+河谷学院", "reason": "otherwise", "names": ["宣传+主论坛+河谷学院"], "right": RIGHT}],
            id="two units",
        ),
        pytest.param(
            named(clashes=(Clash(field="unit", slot="form", told="海岸大学", said="河谷学院"),)),
            [{"subject": "unit", "reason": "form", "slot": "form", "told": "海岸大学", "said": "河谷学院", "right": RIGHT}],
            id="the form says otherwise",
        ),
        pytest.param(
            named(unknown={"block": "火星"}),
            [{"subject": "block", "reason": "unknown", "told": "火星", "right": RIGHT}],
            id="unknown",
        ),
    ],
)
def test_naming(facts, expected):
    assert list(Naming().check(facts)) == expected


@pytest.mark.parametrize(
    ("names", "odd"),
    [
        (["开幕_01.jpg", "开幕_02.jpg", "开幕 (3).jpg"], None),
        (["DSC_0001.jpg", "DSC_0002.jpg"], None),
        (["开幕1.jpg"], None),
        (["开幕_1.jpg", "开幕_2.jpg", "闭幕.jpg"], (["闭幕.jpg"], "开幕_01")),
        (["1.jpg", "2.jpg"], None),
    ],
)
def test_names_of_one_sort(names, odd):
    facts = case(works=[photo(name) for name in names])
    expected = [] if odd is None else [{"subject": "work", "slot": "work", "reason": "uniform", "names": odd[0], "right": odd[1]}]
    assert list(Naming(uniform=("work",)).check(facts)) == expected
