"""What is sent for a sheet in another way: typed into the mail, printed, photographed, in a text without its table."""

from io import BytesIO

from PIL import Image

from registry.read.documents import entries
from tests.builders.document_files import SENTENCE, pdf
from tests.builders.needs import mail, needs_desk
from tests.builders.sheet_bytes import Page, delimited, page_of
from tests.builders.sheet_samples import grid_of, need, needs_book
from tests.builders.small_documents import document


def picture() -> bytes:
    out = BytesIO()
    Image.effect_noise((900, 500), 50).convert("RGB").save(out, "PNG")
    return out.getvalue()


def typed(unit: str, *, page: bool) -> bytes:
    """Return a mail whose sender pasted the table: as a page shows it, or as lines with tabs."""
    table = Page(lines=grid_of([need(1, 单位名称=unit), need(2, 单位名称=unit, 联系电话="", 电子邮箱="")]))
    lines = "\n".join("\t".join(str(cell) for cell in line) for line in table.lines)
    raw = mail("老师好，附表如下：" if page else f"老师好：\n\n{lines}\n\n谢谢！", sender=f"{unit}@example.org")
    if not page:
        return raw
    head = raw.partition(b"\n\n")[0]
    html = b'MIME-Version: 1.0\nContent-Type: text/html; charset="utf-8"\nContent-Transfer-Encoding: 8bit\n\n' + page_of([table])
    kept = [line for line in head.split(b"\n") if not line.lower().startswith((b"content-", b"mime-"))]
    return b"\n".join(kept) + b"\n" + html


PRINT = pdf([SENTENCE])
MAILS = {
    "a page": typed("a", page=True),
    "lines": typed("b", page=False),
    "a print": mail(sender="c@example.org", **{"征集表.pdf": PRINT}),
    "a print of any name": mail(sender="d@example.org", **{"东海.pdf": PRINT}),
    "a picture": mail(sender="e@example.org", **{"表.png": picture()}),
    "a text": mail(sender="f@example.org", **{"供需信息征集表.docx": document("需求一：寻求合作伙伴。")}),
    "another table": mail(sender="g@example.org", **{"表.csv": delimited([Page(lines=[["水", "电"], ["1", "2"]])])}),
    "a sheet and its print": mail(
        sender="h@example.org", **{"征集表.xlsx": needs_book(need(1, 单位名称="h")), "征集表（盖章）.pdf": PRINT}
    ),
}
LATER = mail("补发盖章扫描件。", sender="a@example.org", number=2, **{"征集表（盖章）.pdf": PRINT})


def test_each_is_told_for_what_it_is_and_none_is_passed_over(tmp_path):
    with needs_desk(tmp_path) as here:
        for raw in (*MAILS.values(), LATER):
            here.arrives("2022-03-01T10:00:00", raw)
        listed = entries(here.desk.db, calls=here.desk.config.calls)

    told = {
        name: (
            str(entry["state"]),
            entry["rows"]["good"],
            entry["rows"]["bad"],
            [(item["rule"], item["values"].get("reason") or item["values"].get("problem", "")) for item in entry["findings"]],
        )
        for name, entry in zip(MAILS, listed, strict=True)
    }
    assert told == {
        "a page": ("incomplete", 1, 1, [("sheet-cells", "")]),
        "lines": ("incomplete", 1, 1, [("sheet-cells", "")]),
        "a print": ("incomplete", 0, 0, [("document-format", "pdf")]),
        "a print of any name": ("incomplete", 0, 0, [("document-format", "pdf")]),
        "a picture": ("incomplete", 0, 0, [("document-format", "scan")]),
        "a text": ("held", 0, 0, [("sheet-unreadable", "no-header")]),
        "another table": ("held", 0, 0, [("sheet-unreadable", "no-header")]),
        "a sheet and its print": ("accepted", 1, 0, []),
    }
