"""One decoder of bytes: labels narrower than what is sent, labels nobody knows, wrong labels, none at all."""

from __future__ import annotations

import pytest

from intake.forms.read.plain import decoded
from intake.mime.charset_labels import codecs_of
from intake.mime.charsets import decode, page_charset, unmixed

HEBREW = "שלום עולם, שמי דוד ואני סטודנט מתל אביב. צילמתי את התמונות בקיץ האחרון בבייג'ינג."
CZECH = "Dobrý den, jmenuji se Antonín Dvořák a pocházím z Prahy. Příliš žluťoučký kůň úpěl ďábelské ódy."
ENGLISH = (
    "My name is Maria and I live in Coimbra. I photograph markets and people at work — it’s the light I like. “Olá”, they say."
)
TEXTS = {
    "cp1250": CZECH,
    "cp1251": "Здравствуйте, меня зовут Анна, я живу в Москве и люблю фотографию.",
    "cp1252": "Olá, meu nome é João Conceição e moro em São Paulo. Não é fácil dizer porquê.",
    "cp1253": "Γειά σας, με λένε Γιώργο και είμαι από την Αθήνα. Μου αρέσει η φωτογραφία.",
    "cp1254": "Merhaba, adım Şükrü Çağlar. İstanbul'da doğdum ve fotoğraf çekmeyi çok seviyorum.",
    "cp1255": HEBREW,
    "cp1256": "مرحبا، اسمي أحمد وأنا طالب من القاهرة. أحب التصوير كثيرا.",
    "koi8-r": "Здравствуйте, меня зовут Анна, я живу в Москве и люблю фотографию.",
    "cp874": "สวัสดีครับ ผมชื่อสมชาย มาจากกรุงเทพฯ ส่งรูปถ่ายมาสามรูปครับ ขอบคุณมากครับ",
    "gb18030": "尊敬的老师：您好！我叫李明，来自江西省。附件是我的摄影作品，请查收。谢谢！",
    "big5": "尊敬的老師：您好！我叫陳怡君，來自臺北市。附件是我的攝影作品，請查收。",
    "cp932": "はじめまして。東京から来た高橋です。写真を三枚送ります。よろしくお願いします。",
    "euc_jp": "はじめまして。東京から来た高橋です。写真を三枚送ります。よろしくお願いします。",
    "iso2022_jp": "はじめまして。東京から来た高橋です。写真を三枚送ります。よろしくお願いします。",
    "cp949": "안녕하세요. 서울에서 온 김철수입니다. 사진 세 장을 보냅니다. 감사합니다.",
    "utf-8": "Nguyễn Văn Đặng, São Paulo, 北京, Москва",
    "utf-16-le": "Hello, 北京 and Москва",
    "utf-16-be": "Hello, 北京 and Москва",
}
LABELLED = (  # text, how it is encoded, how it is labelled
    ("สวัสดี “ไทย”…", "cp874", "windows-874"),
    ("สวัสดี", "cp874", "tis-620"),
    ("สวัสดี", "cp874", "iso-8859-11"),
    ("똠방각하 뷁", "cp949", "euc-kr"),
    ("똠방각하 뷁", "cp949", "ks_c_5601-1987"),
    ("堀﨑 彅 ①㈱", "cp932", "shift_jis"),
    ("粵語嘅相片喺度", "big5hkscs", "big5"),
    ("碁銹裏墻恒粧嫺", "cp950", "big5"),
    ("İstanbul’da ğüşıöç", "cp1254", "iso-8859-9"),
    ("“smart” € quotes", "cp1252", "iso-8859-1"),
    ("Łódź", "cp1250", "iso-8859-2"),
    ("镕喆玥堃珺頔瑨€ 䶮𠮷", "gb18030", "gb2312"),
    ("ÄÖÜ", "cp850", "cp-850"),
    ("ÄÖÜ", "cp437", "DOS-437"),
    ("Köln “ja”", "mac-roman", "x-mac-roman"),
    ("Dvořák", "mac-latin2", "x-mac-ce"),
    ("Привет", "mac-cyrillic", "x-mac-cyrillic"),
    ("中国 hello", "utf-7", "unicode-1-1-utf-7"),
    ("中国", "hz", "hz-gb-2312"),
    ("中国 é", "utf-8", "utf8mb4"),
    ("中国 é", "utf-8", '"UTF-8; format=flowed"'),
    ("中国 é", "utf-8", "charset=utf-8"),
    ("中国 é", "utf-8", "ANSI_X3.4-1968"),
    ("こんにちは", "utf-16-le", "utf-16"),
    ("São Paulo", "utf-8", "iso-8859-1"),
    ("São Paulo", "utf-8", "gb2312"),
    ("à", "utf-8", "latin1"),
    ("Zürich ist schön", "utf-8", "big5"),
    ("Анна", "utf-8", "koi8-r"),
    ("中文名字", "utf-8", "big5"),
    ("王", "utf-8", "gbk"),
    ("日本", "utf-8", "shift_jis"),
    ("São Paulo", "cp1252", "utf-8"),
    ("李明 的照片", "gbk", "us-ascii"),
    ("作者简介", "gbk", "iso-8859-1"),
    ("我的攝影作品與傳記", "big5", "gb2312"),
    (ENGLISH, "cp1252", "gb2312"),
    ("一般 姚瑶", "gbk", "gb2312"),
    ("Þórður", "cp1252", "iso-8859-1"),
)
SHORT = (  # unlabelled: names, file names
    ("作品", "gbk"),
    ("王玥", "gbk"),
    ("陶喆.jpg", "gbk"),
    ("报名表—李明.docx", "gbk"),
    ("陳怡君.jpg", "big5"),
    ("張偉", "big5"),
    ("Zürich", "cp1252"),
    ("it’s", "cp1252"),
    ("José Núñez", "cp1252"),
    ("École", "cp1252"),
    ("¡Olé! 1º prémio, 2ª edição", "cp1252"),
    ("Анна Иванова", "cp1251"),
    ("Łódź", "cp1250"),
)


@pytest.mark.parametrize("encoding", TEXTS)
@pytest.mark.parametrize("label", [None, "utf-8", "x-nobody-knows", "right"])
def test_a_text_is_read_whatever_its_label_says(encoding, label):
    raw = TEXTS[encoding].encode(encoding)
    assert decode(raw, encoding if label == "right" else label) == TEXTS[encoding]


@pytest.mark.parametrize(("text", "encoding", "label"), LABELLED)
def test_labels_mean_what_is_sent_under_them(text, encoding, label):
    assert decode(text.encode(encoding), label) == text


@pytest.mark.parametrize(("text", "encoding"), SHORT)
def test_short_texts_without_a_label(text, encoding):
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"\x1b$BF|\x7cb\x1b(B ok", "日髙 ok"),  # row 92: NEC's selection of IBM's characters
        (b"\x1b$B-!-j\x1b(B", "①㈱"),  # row 13: NEC's own
        (b"\x1b$BF|\r\n\x1b(Babc", "日\r\nabc"),  # a line that ends without its escape
        (b"\x1b(I1\x1b(B", "ｱ"),
    ],
)
@pytest.mark.parametrize("label", ["iso-2022-jp", "us-ascii", None, "cp50221"])
def test_japanese_of_seven_bits_with_the_signs_of_nec_and_ibm(raw, text, label):
    assert decode(raw, label) == text


def test_euc_jp_with_the_signs_of_nec():
    assert decode(b"\xad\xa1 \xc6\xfc\xfc\xe2 \x8e\xb1 \x8f\xb0\xa1", "euc-jp") == "① 日髙 ｱ 丂"


def test_a_text_hurt_in_one_place_keeps_its_charset():
    raw = ("我的作品是关于长城的。" * 20).encode("gbk")
    assert decode(raw[:101] + b"\xff" + raw[102:], "gb2312").count("长城") >= 19


@pytest.mark.parametrize(
    "label", ["rot13", "hex", "punycode", "idna", "unicode_escape", "undefined", "", "\x00", "=?", "x" * 5000, None]
)
def test_labels_that_name_no_charset_of_texts(label):
    assert codecs_of(label) == ()


@pytest.mark.parametrize(
    "raw",
    [b"", b"\xff", b"\x80", b"\x1b", b"\x1b$B", b"\x1b$B!", b"\xff\xfe", b"\xff\xfeA", b"\0\0\0\0\0", bytes(range(256)) * 20],
)
@pytest.mark.parametrize("label", [None, "iso-2022-jp", "euc-jp", "utf-16", "hz", "utf-7", "gb2312", "iso2022_kr"])
def test_no_bytes_are_too_odd(raw, label):
    assert isinstance(decode(raw, label), str)


@pytest.mark.parametrize(
    ("mixed", "meant"),
    [
        ("ä½œè€…", "作者"),
        ("×÷Õß", "作者"),
        ("cafÃ©", "café"),
        ("São Paulo", "São Paulo"),
        ("ÀÈ", "ÀÈ"),
        ("ÉCOLE À PARIS", "ÉCOLE À PARIS"),
    ],
)
def test_what_another_program_decoded_wrongly_is_put_right(mixed, meant):
    assert unmixed(mixed) == meant


@pytest.mark.parametrize("encoding", [name for name in TEXTS if not name.startswith("utf-16")])
def test_an_attached_text_is_decoded_as_a_body_is(encoding, tmp_path):
    path = tmp_path / "bio.txt"
    path.write_bytes(TEXTS[encoding].encode(encoding))
    assert decoded(path) == TEXTS[encoding]


def test_a_page_names_its_own_charset(tmp_path):
    page = '<html><head><meta http-equiv="Content-Type" content="text/html; charset=windows-1254"></head><p>ığşİ</p>'
    path = tmp_path / "bio.html"
    path.write_bytes(page.encode("cp1254"))
    assert (page_charset(page.encode("cp1254")), decoded(path)) == ("windows-1254", page)
