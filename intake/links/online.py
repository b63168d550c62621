"""Documents and forms that lie with an online house and can be seen there alone: told by host and path, never fetched."""

from __future__ import annotations

LARK = r"/(docx?|docs|sheets?|base|wiki|file|mindnotes?|drive|slides|share|space|minutes|survey|board)/.+"
UUID = r"[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}"
# house, as people call it, host and path of a document or form; paths are lower case, matched from their start
HOUSES = (
    (
        "腾讯文档",
        r"docs\.qq\.com",
        r"/(doc|sheet|slide|form|pdf|mind|flowchart|smartsheet|smartcanvas|aio|board|folder|document|desktop/mydoc/folder|s)/.+",
    ),
    (
        "企业微信文档",
        r"doc\.weixin\.qq\.com",
        r"/(doc|sheet|slide|form|forms|smartsheet|smartpage|pdf|mind|flowchart)/.+",
    ),
    ("金山文档", r"(.+\.)?kdocs\.cn", r"/(l|p|v|view|w|wo|g|team|folder|office|et|form|ksform|singlesign\w*)/.+"),
    ("WPS", r"(.+\.)?wps\.cn", r"/(l|p|v|s|view|w|wo|g|folder|office|form|ksform)/.+"),
    ("飞书", r".+\.(feishu\.cn|larkoffice\.com)", LARK),
    ("Lark", r".+\.larksuite\.com", LARK),
    (
        "石墨文档",
        r"(.+\.)?shimo\.im",
        r"/(docs?|docx|sheets?|presentation|forms?|folder|files?|mindmaps?|boards?|tables?|space|sd)/.+",
    ),
    (
        "语雀",
        r"(.+\.)?yuque\.com",
        r"/(?!(yuque|about|help|login|dashboard|settings|search|explore|api|terms)(/|$))[^/]+/[^/]+",
    ),
    ("有道云笔记", r"(share\.)?note\.youdao\.com", r"/(s|ynoteshare\w*|share|yws)/.+"),
    ("印象笔记", r"app\.yinxiang\.com", r"/(fx|shard|l|s)/.+"),
    ("幕布", r"(www\.)?mubu\.com", r"/(doc|docs|colla)/?\w+"),
    ("Google Docs", r"docs\.google\.com", r"/(document|spreadsheets|presentation|drawings)/(u/\d+/)?d/"),
    ("Google Forms", r"docs\.google\.com", r"/forms/(u/\d+/)?d/"),
    ("Google Forms", r"forms\.gle", r"/\w{6,}"),
    ("Microsoft Forms", r"forms\.(office|microsoft|office365)\.(com|cn)|forms\.cloud\.microsoft", r"/(r|e|pages)/.+"),
    ("Notion", r"((www|app)\.)?notion\.(so|com)", rf"/.*{UUID}"),
    ("Notion", r"[\w-]+\.notion\.site", r"/.+"),
    ("iCloud iWork", r"(www\.)?icloud\.com(\.cn)?", r"/(pages|numbers|keynote|notes|freeform)/.+"),
    ("Dropbox Paper", r"paper\.dropbox\.com", r"/(doc|folder|published)/.+"),
    ("Evernote", r"(www|share)\.evernote\.com", r"/(shard|l|note)/.+"),
)
HOUSE_NAMES = frozenset(name for name, _, _ in HOUSES)
HINT_WORDS = """weixin.qq.com kdocs.cn wps.cn feishu.cn larkoffice.com larksuite.com shimo.im yuque.com youdao.com yinxiang.com mubu.com
    forms.gle forms.office forms.microsoft forms.cloud notion. evernote.com"""
WITHOUT_SCHEME = (
    r"docs\.qq\.com|(?:www\.)?kdocs\.cn|365\.kdocs\.cn|[\w-]+\.feishu\.cn|[\w-]+\.larksuite\.com|shimo\.im|(?:www\.)?yuque\.com|"
    r"docs\.google\.com|forms\.gle|(?:www\.)?notion\.so|[\w-]+\.notion\.site"
)


def is_online(provider: str) -> bool:
    """Tell whether a link of this provider leads to a document or form that its house alone can show."""
    return provider in HOUSE_NAMES
