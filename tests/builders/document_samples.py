"""Documents of many programs, made by hand: packages with the parts that those programs write, pages and XML texts."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from email.message import EmailMessage
from io import BytesIO

LINES = (("Name (English)", "Anna Blanc"), ("Sex", "Female"), ("Nationality", "French"), ("Email Address", "anna@example.org"))
READ = {"name_en": "Anna Blanc", "sex": "Female", "nationality": "French", "email": "anna@example.org"}
OPC = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
JPEG = b"\xff\xd8\xff\xe0" + bytes(200)


def package(parts: Mapping[str, str | bytes]) -> bytes:
    """Return a ZIP with these parts."""
    data = BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 7, 1, 9, 0, 0)), content)
    return data.getvalue()


PACKAGES: Mapping[str, bytes] = {
    "form.pages": package(
        {"Index/Document.iwa": b"\0", "Data/photo.jpg": JPEG, "preview.jpg": JPEG, "Metadata/Properties.plist": b"x"}
    ),
    "form.numbers": package({"Index.zip": b"PK", "preview.jpg": JPEG}),
    "form.key": package({"index.apxl.gz": b"x", "thumbs/st0.jpg": JPEG, "buildVersionHistory.plist": b"x"}),
    "folder.pages": package({"form.pages/Index.zip": b"PK", "form.pages/preview.jpg": JPEG}),
    "form.ofd": package({"OFD.xml": "<OFD/>", "Doc_0/Document.xml": "<Document/>", "Doc_0/Res/image_1.jpg": JPEG}),
    "form.epub": package({"mimetype": "application/epub+zip", "META-INF/container.xml": "<x/>", "OEBPS/cover.jpg": JPEG}),
    "form.odg": package(
        {"mimetype": "application/vnd.oasis.opendocument.graphics", "content.xml": "<x/>", "Pictures/1.jpg": JPEG}
    ),
    "form.odp": package({"mimetype": "application/vnd.oasis.opendocument.presentation", "Thumbnails/thumbnail.png": JPEG}),
    "form.vsdx": package({"[Content_Types].xml": OPC, "visio/document.xml": "<x/>", "docProps/thumbnail.jpg": JPEG}),
    "form.xps": package({"_rels/.rels": "<x/>", "FixedDocSeq.fdseq": "<x/>", "Resources/1.jpg": JPEG}),
    "form.sketch": package({"document.json": "{}", "meta.json": "{}", "previews/preview.png": JPEG}),
    "form.idml": package({"mimetype": "application/vnd.adobe.indesign-idml-package", "designmap.xml": "<x/>"}),
    "form.hwpx": package({"mimetype": "application/hwp+zip", "Contents/section0.xml": "<x/>", "Preview/PrvImage.png": JPEG}),
    "form.xmind": package({"content.json": "[]", "Thumbnails/thumbnail.png": JPEG}),
    "form.kra": package({"mimetype": "application/x-krita", "mergedimage.png": JPEG}),
}


def html_table() -> str:
    """Return the form as a table of a page."""
    return "<table>" + "".join(f"<tr><td><p>{label}</p></td><td><p>{value}</p></td></tr>" for label, value in LINES) + "</table>"


def word_page() -> str:
    """Return the form as Word saves a page."""
    head = '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta charset="utf-8"><!--[if gte mso 9]><xml/><![endif]--></head>'
    return f"{head}<body>{html_table()}</body></html>"


def saved_page(html: str) -> bytes:
    """Return a page in one file, as Word and browsers save it."""
    message = EmailMessage()
    message.set_content(html, subtype="html", charset="utf-8", cte="quoted-printable")
    message.add_related(JPEG, "image", "jpeg", cid="<a@b>")
    message["X-Note"] = "saved"
    return b"\r\n" + message.as_bytes().replace(b"\n", b"\r\n")


def word_2003() -> str:
    """Return the form as Word 2003 XML."""
    rows = "".join(f"<w:tr>{_cell(label)}{_cell(value)}</w:tr>" for label, value in LINES)
    names = (
        'xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" '
        'xmlns:wx="http://schemas.microsoft.com/office/word/2003/auxHint"'
    )
    body = f"<w:body><wx:sect><w:tbl>{rows}</w:tbl><w:sectPr/></wx:sect></w:body>"
    return f'<?xml version="1.0"?>\n<?mso-application progid="Word.Document"?>\n<w:wordDocument {names}>{body}</w:wordDocument>'


def _cell(text: str) -> str:
    return f"<w:tc><w:tcPr/><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


def flat_package(document: str) -> str:
    """Return a Word package as one XML text."""
    part = f'<pkg:part pkg:name="/word/document.xml"><pkg:xmlData>{document}</pkg:xmlData></pkg:part>'
    return (
        f'<?xml version="1.0"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">{part}</pkg:package>'
    )


def excel_2003() -> str:
    """Return the form as Excel 2003 XML, with a number, a date and a cell that an index moves."""
    lines = "".join(f"<Row>{_data(label)}{_data(value, index=3)}</Row>" for label, value in LINES)
    lines += f'<Row ss:Index="9">{_data("pieces")}{_data("3", "Number", index=3)}</Row>'
    names = 'xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"'
    sheet = f'<Worksheet ss:Name="Form"><Table>{lines}</Table></Worksheet>'
    return f'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook {names}>{sheet}</Workbook>'


def _data(text: str, kind: str = "String", index: int = 0) -> str:
    place = f' ss:Index="{index}"' if index else ""
    return f'<Cell{place}><Data ss:Type="{kind}">{text}</Data></Cell>'


def slides() -> bytes:
    """Return the form as a table on a slide, under a heading."""
    name = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:p="x"'
    text = "<a:tc><a:txBody><a:p><a:r><a:t>{}</a:t></a:r></a:p></a:txBody></a:tc>"
    rows = "".join(f"<a:tr>{text.format(label)}{text.format(value)}</a:tr>" for label, value in LINES)
    slide = f"<p:sld {name}><p:sp><a:p><a:r><a:t>My form</a:t></a:r></a:p></p:sp><a:tbl>{rows}</a:tbl></p:sld>"
    return package(
        {"[Content_Types].xml": OPC, "ppt/presentation.xml": "<x/>", "ppt/slides/slide1.xml": slide, "ppt/media/1.jpg": JPEG}
    )
