"""Tell the call's form from any document with a person's name and address in it: a CV, a visiting card, a letterhead."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from intake.forms.fields.grid import Reading
from intake.forms.fields.labels import fold
from intake.words.fold import mentions

PERSONAL = frozenset({"name", "email", "phone", "nationality", "sex"})  # kinds of values that a biography's head has too
LEAST_OWN = 2  # labels that no CV has, where the form has so many: "Title" alone may be a professor's
NAMES = (
    "cv",
    "c v",
    "resume",
    "résumé",
    "curriculum vitae",
    "curriculum",
    "lebenslauf",
    "简历",
    "履历",
    "履歷",
    "履歴書",
    "이력서",
    "резюме",
)
PARTS = frozenset(
    map(
        fold,
        [
            "Education",
            "Educational background",
            "Academic background",
            "Work experience",
            "Professional experience",
            "Experience",
            "Employment",
            "Employment history",
            "Career",
            "Publications",
            "Selected publications",
            "Awards",
            "Honours",
            "Honors",
            "Skills",
            "Languages",
            "Language skills",
            "References",
            "Referees",
            "Research interests",
            "Teaching",
            "Teaching experience",
            "Objective",
            "Summary",
            "Profile",
            "Hobbies",
            "Interests",
            "Certificates",
            "Qualifications",
            "Formation",
            "Compétences",
            "Ausbildung",
            "教育背景",
            "教育经历",
            "学习经历",
            "工作经历",
            "工作经验",
            "实习经历",
            "项目经历",
            "发表论文",
            "论文",
            "获奖情况",
            "荣誉",
            "技能",
            "专业技能",
            "语言能力",
            "自我评价",
            "求职意向",
            "研究方向",
            "兴趣爱好",
        ],
    )
)
LEAST_PARTS = 2
HEAD = 6  # lines in which a document says what it is
MAX_LINES = 3000
MAX_HEADING = 60


def is_own(reading: Reading, *, named: bool) -> bool:
    """Tell whether a reading is of the call's form: by its name or title, or by half its labels, some that no CV has among them."""
    if named or reading.titled:
        return True
    labels = reading.labels
    fields = [name for name in labels.settings.fields if not labels.section_of(name)]
    works = {name for name in fields if labels.kind(name) not in PERSONAL}
    enough = 2 * len(reading.seen & set(fields)) >= len(fields)
    return enough and len(reading.seen & works) >= min(LEAST_OWN, len(works))


def is_cv(name: str, lines: Iterable[str]) -> bool:
    """Tell a CV by its file's name, by what it calls itself, or by the parts that CVs have."""
    if any(mentions(name, word) for word in NAMES):
        return True
    said = [line.strip() for line in islice(lines, MAX_LINES) if line.strip()]
    titles = {fold(word) for word in NAMES}
    if any(len(line) <= MAX_HEADING and fold(line) in titles for line in said[:HEAD]):
        return True
    return len({fold(line) for line in said if len(line) <= MAX_HEADING} & PARTS) >= LEAST_PARTS
