"""Which columns each sheet has: the fixed ones, and those that follow from the call's own form and texts."""

from __future__ import annotations

from intake.config.models import Call
from reports.letters import formats
from reports.workbook.style import Column

STATES = {"accepted": "已齐", "incomplete": "待补", "held": "待定", "rejected": "未列入"}
SEVERITIES = {"reject": "不受理", "hold": "待定", "error": "须更正", "warning": "提醒", "info": "参考"}
ROLES = {"work": "作品", "portrait": "作者照片"}
KINDS = {"acknowledgement": "确认", "correction": "补正", "rejection": "不受理", "receipt": "收到", "reminder": "提醒"}
SENT = {"queued": "待发", "sending": "发送中", "sent": "已发", "deferred": "暂缓", "failed": "失败", "unknown": "不明"}
UNIT = "employer"  # the field that names an entry's unit (contract.md ruling 8)
WIDTHS = {"name": 18, "email": 26, "phone": 17, "nationality": 15, "sex": 8, "number": 8}

KNOWING = (
    Column("reference", "编号", "Reference", 14),
    Column("status", "状态", "Status", 8),
    Column("state", "状态代码", "State", 12),
)
DECIDING = (
    Column("decision", "决定", "Decision", 11, "input"),
    Column("note", "备注", "Note", 30, "input"),
    Column("revision", "版次", "Revision", 9),
    Column("decisions", "已决次数", "Decisions", 10),
)
LINKS = (
    Column("photos", "照片明细", "Photos", 12),
    Column("form_file", "登记表文件", "Form file", 22),
    Column("other_files", "其他文件", "Other files", 22),
)
LETTER = (
    Column("letter", "最近的信", "Last letter", 24),
    Column("decided", "最近的决定", "Last decision", 30),
)


def nationality_field(call: Call) -> str:
    """Return the name of the form field that holds the nationality, '' where the form has none."""
    fields = call.form.fields if call.form else {}
    return next((name for name, field in fields.items() if field.kind == "nationality" and not field.section), "")


def author_fields(call: Call) -> list[str]:
    """Return the form's fields about author and works; those that hold a text have columns of their own."""
    texts = {text.field for text in call.texts.values()}
    return [name for name, field in (call.form.fields if call.form else {}).items() if not field.section and name not in texts]


def contact_fields(call: Call) -> list[str]:
    """Return the form's fields about the unit and its contact."""
    return [name for name, field in (call.form.fields if call.form else {}).items() if field.section]


def _form_column(call: Call, name: str) -> Column:
    assert call.form is not None
    field = call.form.fields[name]
    zh, en = (formats.own_words(field.labels, language) for language in ("zh", "en"))
    return Column(f"form.{name}", zh, en, WIDTHS.get(field.kind, 24))


def entry_columns(call: Call, zone: str, thumbnails: float) -> tuple[Column, ...]:
    """Return the columns of Entries; `thumbnails` is the width of the pictures' column, 0 for none.

    What one decides by comes first, then the decision; what is looked up comes after, and is not printed.
    """
    columns = list(KNOWING)
    if thumbnails:
        columns.append(Column("thumbnails", "缩略图", "Thumbnails", thumbnails))
    first, others = _author_columns(call)
    columns += [
        *first,
        Column("works", f"{call.slots['work'].title.said('zh')}数", "Works", 8),
        Column("portraits", f"{call.slots['portrait'].title.said('zh')}数", "Portraits", 10),
        Column("problems", "待解决的问题", "Problems", 40),
        *DECIDING,
        *others,
        Column("warnings", "提醒", "Warnings", 30),
    ]
    if UNIT in contact_fields(call):
        columns.append(_form_column(call, UNIT))
    columns += LINKS
    for name, text in call.texts.items():
        columns.append(Column(f"text.{name}", text.title.said("zh"), text.title.heading("en"), 50))
        columns.append(Column(f"words.{name}", f"{text.title.said('zh')}字数", f"{text.title.heading('en')}: words (字)", 11))
    return (*columns, *_mail_columns(zone), *LETTER)


def _author_columns(call: Call) -> tuple[list[Column], list[Column]]:
    """Return the columns that tell authors and works apart, and those of what else the form asks for."""
    fields = call.form.fields if call.form else {}
    first = [_form_column(call, name) for name in author_fields(call) if fields[name].kind in {"name", "text"}]
    others = [_form_column(call, name) for name in author_fields(call) if fields[name].kind not in {"name", "text"}]
    if nationality_field(call):
        names = sum(fields[name].kind == "name" for name in author_fields(call))
        first.insert(names, Column("country", "国家/地区（识别）", "Country/region", 18))
        others.append(Column("country_code", "国家代码", "Country code", 10))
    return first, others


def _mail_columns(zone: str) -> tuple[Column, ...]:
    zh, en = (formats.zone_name(zone, language) for language in ("zh", "en"))
    return (
        Column("sender_name", "来信人", "Sender", 20),
        Column("sender_email", "来信邮箱", "Sender's address", 28),
        Column("received", f"首次到达（{zh}）", f"First received ({en})", 17),
        Column("last_mail", f"最近来信（{zh}）", f"Last mail ({en})", 17),
        Column("updated", f"最近变动（{zh}）", f"Last change ({en})", 17),
        Column("mails", "来信数", "Mails", 8),
    )


PHOTOS = (
    Column("reference", "编号", "Reference", 13),
    Column("status", "状态", "Status", 8),
    Column("role_zh", "用途", "Use", 10),
    Column("file", "文件", "File", 34),
    Column("width", "宽（像素）", "Width, px", 10),
    Column("height", "高（像素）", "Height, px", 10),
    Column("bytes", "文件字节", "File bytes", 13),
    Column("image_bytes", "画面字节", "Image bytes", 13),
    Column("format", "格式", "Format", 9),
    Column("camera", "相机", "Camera", 24),
    Column("taken", "拍摄时间（相机时间）", "Taken (camera's clock)", 24),
    Column("problem", "读取问题", "Reading problem", 16),
    Column("doubtful", "用途存疑", "Role in doubt", 12),
    Column("findings", "发现", "Findings", 50),
    Column("role", "用途代码", "Role", 10),
    Column("folder", "所在文件夹", "Folder", 16),
    Column("software", "软件", "Software", 22),
    Column("ai", "人工智能标识", "AI label", 14),
    Column("sha256", "文件指纹 SHA-256", "SHA-256", 40),
)


def finding_columns(languages: tuple[str, ...]) -> tuple[Column, ...]:
    """Return the columns of Findings: the sentence in each language of the staff."""
    headings = {"zh": ("说明（中文）", "In Chinese"), "en": ("说明（英文）", "In English")}
    return (
        Column("reference", "编号", "Reference", 13),
        Column("status", "状态", "Status", 8),
        Column("weight", "轻重", "Weight", 9),
        Column("severity", "轻重代码", "Severity", 10),
        Column("rule", "规则", "Rule", 24),
        Column("subject", "对象", "Subject", 28),
        *(Column(f"said.{language}", *headings[language], 70) for language in languages),
    )


def letter_columns(zone: str) -> tuple[Column, ...]:
    """Return the columns of Letters."""
    zh, en = (formats.zone_name(zone, language) for language in ("zh", "en"))
    return (
        Column("reference", "编号", "Reference", 13),
        Column("revision", "版次", "Revision", 9),
        Column("kind_zh", "信的种类", "Letter", 10),
        Column("kind", "种类代码", "Kind", 16),
        Column("language", "语言", "Language", 10),
        Column("to", "收信人", "To", 30),
        Column("state_zh", "发送", "Delivery", 9),
        Column("state", "发送代码", "State", 11),
        Column("made", f"生成时间（{zh}）", f"Made ({en})", 17),
        Column("sent", f"发出时间（{zh}）", f"Sent ({en})", 17),
        Column("answer", "服务器答复", "Server's answer", 30),
        Column("returned", "退信", "Returned", 16),
        Column("note", "附言", "Note", 36),
        Column("message_id", "邮件编号", "Message-ID", 40),
    )


def contact_columns(call: Call) -> tuple[Column, ...]:
    """Return the columns of Unit contacts: the unit first."""
    fields = sorted(contact_fields(call), key=lambda name: name != UNIT)
    return (
        *(_form_column(call, name) for name in fields),
        Column("entries", "投稿数", "Entries", 9),
        Column("references", "编号", "References", 40),
        Column("authors", "作者", "Authors", 36),
    )


def summary_columns() -> tuple[Column, ...]:
    """Return the columns of Summary: a label, one count per state, their sum."""
    return (
        Column("label", "项目", "Item", 44),
        *(Column(state, zh, state, 11) for state, zh in STATES.items()),
        Column("total", "合计", "Total", 11),
    )
