"""Sheets as offices fill them: a slot with the usual columns, workbooks written cell by cell."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from intake.config.models import Slot
from intake.mime.sniff import sniff
from intake.model.submission import Attachment

HEADER = (
    "序号",
    "类别",
    "项目名称",
    "需求内容",
    "产业领域",
    "单位名称",
    "地区",
    "联系人",
    "联系电话",
    "电子邮箱",
    "是否不便公开",
    "备注",
)
COLUMNS: Mapping[str, Any] = {
    "type": {
        "kind": "choice",
        "required": True,
        "labels": ["类别", "类型", "供需类型"],
        "choices": {
            "project": ["项目需求", "项目合作"],
            "talent": ["人才需求"],
            "technology": ["技术需求", "技术供给"],
            "resource": ["人力资源"],
        },
    },
    "title": {"required": True, "labels": ["名称", "项目名称", "岗位名称", "需求名称", "供需名称"]},
    "summary": {"required": True, "most": 500, "labels": ["内容", "需求内容", "简介", "具体要求", "描述"]},
    "field": {"labels": ["领域", "行业", "产业领域"]},
    "unit": {"required": True, "labels": ["单位", "单位名称", "申报单位", "需求单位"]},
    "region": {"labels": ["地区", "所在地", "省市"]},
    "contact_name": {"kind": "name", "required": True, "labels": ["联系人"]},
    "contact_phone": {"kind": "phone", "one_of": "contact", "labels": ["联系电话", "手机", "电话"]},
    "contact_email": {"kind": "email", "one_of": "contact", "labels": ["邮箱", "电子邮箱", "联系邮箱"]},
    "confidential": {
        "kind": "flag",
        "labels": ["不便公开", "是否不便公开", "是否保密", "不宜公开"],
        "negated": ["是否公开", "可否公开", "能否公开发布"],
    },
    "remarks": {"labels": ["备注"]},
}
SLOT: Mapping[str, Any] = {
    "kind": "sheet",
    "count": "1-",
    "title": {"zh": "供需信息征集表", "en": "Sheet of offers and needs"},
    "names": ["征集表"],
    "key": ["unit", "title"],
    "columns": COLUMNS,
}


def slot(**more: Any) -> Slot:
    """Return the usual slot of kind sheet."""
    return Slot(**{**SLOT, **more}).model_copy(update={"id": "table"})


def need(number: int = 1, **cells: Any) -> dict[str, Any]:
    """Return one need by heading, invented; cells replace."""
    return {
        "序号": number,
        "类别": "项目需求",
        "项目名称": f"海水淡化项目{number}",
        "需求内容": "寻求膜材料方面的合作伙伴",
        "产业领域": "新材料",
        "单位名称": "东海市科技局",
        "地区": "东海",
        "联系人": "王小明",
        "联系电话": f"0755-8800{number:04d}",
        "电子邮箱": f"office{number}@example.org",
        "是否不便公开": "否",
        "备注": "",
        **cells,
    }


def grid_of(needs: Sequence[Mapping[str, Any]], header: Sequence[str] = HEADER) -> list[list[Any]]:
    """Return needs as rows of cells under a header."""
    return [list(header), *([row.get(name, "") for name in header] for row in needs)]


def workbook(
    *sheets: tuple[str, Sequence[Sequence[Any]]], change: Callable[[Worksheet], None] | None = None, file: str = ""
) -> bytes:
    """Return an xlsx of sheets; `change` has its way with the first one."""
    book = openpyxl.Workbook()
    for number, (title, rows) in enumerate(sheets):
        sheet = book.active if not number else book.create_sheet()
        sheet.title = title
        for row in rows:
            sheet.append([None if cell == "" else cell for cell in row])
    if change:
        change(book.worksheets[0])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def needs_book(*needs: Mapping[str, Any], sheet: str = "需求表", change: Callable[[Worksheet], None] | None = None) -> bytes:
    """Return an xlsx with one sheet of needs."""
    return workbook((sheet, grid_of(needs)), change=change)


def attached(into: Path, name: str, data: bytes, **more: Any) -> Attachment:
    """Return bytes as a file of a mail."""
    path = into / hashlib.sha256(data).hexdigest()
    path.write_bytes(data)
    told = {"ordinal": 1, "name_as_sent": name, "name": name, "type": sniff(path, name), "size": len(data), "sha256": path.name}
    return Attachment(**{**told, "path": path, **more})
