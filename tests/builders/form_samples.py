"""What the tests of the form readers share: the notice's form as settings, files to attach, small Word documents."""

from __future__ import annotations

import hashlib
import zipfile
from io import BytesIO
from pathlib import Path

from intake.config.models import LocalWords, Slot
from intake.model.submission import Attachment, FileType, RegistrationForm

SETTINGS = Slot.model_validate(
    {
        "kind": "form",
        "title": {"zh": "作品登记表", "en": "Competition Application Form"},
        "names": ["登记表", "application form"],
        "sections": {"contact": ["以下内容由所在单位联系人填写", "To be completed by the contact person"]},
        "section_titles": {"contact": {"zh": "以下内容由所在单位联系人填写", "en": "To be completed by the contact person"}},
        "fields": {
            "name_zh": {"labels": ["中文姓名", "Name (Chinese)", "Chinese", "中文", "姓名"], "kind": "name"},
            "name_en": {"labels": ["英文姓名", "Name (English)", "English", "英文", "Name"], "kind": "name"},
            "sex": {"labels": ["性别", "Sex", "Gender"], "kind": "sex"},
            "nationality": {"labels": ["国籍", "Nationality"], "kind": "nationality"},
            "mobile": {"labels": ["手机号码", "Mobile Number", "手机"], "kind": "phone"},
            "email": {"labels": ["电子邮箱", "Email Address", "Email"], "kind": "email"},
            "photo_name": {"labels": ["作品名称", "Photo Name"]},
            "pieces": {"labels": ["幅数", "pieces", "幅"], "kind": "number"},
            "description": {"labels": ["作品说明", "Photo Description (less than 200 words)", "Photo Description"]},
            "contact_name": {"labels": ["姓名", "Name"], "kind": "name", "section": "contact"},
            "contact_email": {"labels": ["电子邮箱", "Email"], "kind": "email", "section": "contact"},
            "contact_phone": {"labels": ["手机/微信", "Mobile/WeChat"], "section": "contact"},
            "employer": {"labels": ["工作单位", "Employer"], "section": "contact"},
            "address": {"labels": ["地址", "Address"], "section": "contact"},
        },
    }
)
TITLE = LocalWords(zh="作品登记表", en="Competition Application Form")
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
VALUES = {
    "name_zh": "白安娜",
    "name_en": "Anna Blanc",
    "sex": "Female",
    "nationality": "French",
    "mobile": "+86 130 0000 0001",
    "email": "anna@example.org",
    "photo_name": "Spring",
    "pieces": "3",
    "description": "A quiet morning in the old town.",
    "contact_name": "李文",
    "contact_email": "li@example.org",
    "contact_phone": "13000000002",
    "employer": "第一中学",
    "address": "北京市",
}


def attached(path: Path, type: FileType, name: str = "") -> Attachment:
    """Return a file on disk as an attachment."""
    data = path.read_bytes()
    sha256 = hashlib.sha256(data).hexdigest()
    shown = name or path.name
    return Attachment(ordinal=1, name_as_sent=shown, name=shown, type=type, size=len(data), sha256=sha256, path=path)


def texts(form: RegistrationForm | None) -> dict[str, str]:
    """Return field -> text of a form."""
    return {name: value.text for name, value in form.values.items()} if form else {}


def word(path: Path, body: str, **parts: str) -> Path:
    """Write a docx whose body is the given XML; more parts by name ("/" written as "__")."""
    path.write_bytes(word_file(body, **parts))
    return path


def word_file(body: str, **parts: str) -> bytes:
    """Return a docx whose body is the given XML; more parts by name ("/" written as "__")."""
    data = BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(_dated("word/document.xml"), f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>")
        for name, text in parts.items():
            archive.writestr(_dated(name.replace("___rels__", "/_rels/").replace("__", "/")), text)
    return data.getvalue()


def _dated(name: str) -> zipfile.ZipInfo:
    """Return a part of one fixed day: the same content gives the same bytes."""
    part = zipfile.ZipInfo(name, (2026, 7, 1, 9, 0, 0))
    part.compress_type = zipfile.ZIP_DEFLATED
    return part


def paragraph(text: str, inside: str = "") -> str:
    """Return a paragraph of one run; `inside` is XML behind the run."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r>{inside}</w:p>"


def cell(content: str, properties: str = "") -> str:
    """Return a table cell; text without markup becomes a paragraph."""
    content = content if content.startswith("<") else paragraph(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def table(*rows: tuple[str, ...]) -> str:
    """Return a table of rows of cells, each text or XML."""
    made = ("".join(item if item.startswith(("<w:tc>", "<w:sdt>")) else cell(item) for item in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in made)}</w:tbl>"


def compound(name: str, content: bytes) -> bytes:
    """Return an OLE2 file with one stream of 4096 bytes that begins with the content."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + b"\x3e\0\x03\0\xfe\xff\x09\0\x06\0" + bytes(10)
    head += (1).to_bytes(4, "little") + (1).to_bytes(4, "little") + bytes(24) + bytes(4) + b"\xff" * 432
    chain = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, 10), 0xFFFFFFFE]
    table = b"".join(number.to_bytes(4, "little") for number in chain).ljust(512, b"\xff")
    entries = b""
    for kind, entry, start, size in ((5, "Root Entry", 0xFFFFFFFE, 0), (2, name, 2, 4096)):
        raw = (entry + "\0").encode("utf-16-le")
        entries += raw.ljust(64, b"\0") + len(raw).to_bytes(2, "little") + bytes((kind, 1)) + b"\xff" * 12 + bytes(36)
        entries += start.to_bytes(4, "little") + size.to_bytes(8, "little")
    return head[:512] + table + entries.ljust(512, b"\0") + content.ljust(4096, b"\0")
