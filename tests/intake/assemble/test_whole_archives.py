"""An archive that a slot asks for is one file; any other is only how its sender packed what is inside."""

import pytest

from intake.assemble.whole_archives import with_whole_archives
from intake.config.models import Slot, Title
from intake.model.submission import FileType
from tests.intake.assemble.test_slots import call_of, file

T = Title(zh="材料", en="piece")
FORM = Slot(kind="form", title=T, names=["报名表"], fields={"name": {"labels": ["姓名"]}})
PROGRAM = call_of({"form": FORM, "code": Slot(kind="file", title=T, names=["源代码"], formats=["ZIP", "RAR", "7Z"])})
POSTER = call_of(
    {
        "poster": Slot(kind="photo", title=T, names=["海报"]),
        "source": Slot(kind="file", title=T, names=["海报源文件"], formats=["PSD", "ZIP"]),
    }
)


def packed(archive, *names, inside="", kind=FileType.ZIP):
    """Return an opened archive and its files, `inside` another."""
    around = f"{inside}/{archive}".strip("/")
    kinds = {"jpg": FileType.JPEG, "psd": FileType.PSD, "docx": FileType.DOCX, "py": FileType.TEXT}
    files = [file(name, kinds[name.rpartition(".")[2]], container=around) for name in names]
    return file(archive, kind, container=inside), files


@pytest.mark.parametrize(
    ("call", "archives", "kept"),
    [
        (PROGRAM, [packed("v1.zip", "main.py", "logo.jpg")], ["v1.zip"]),
        (PROGRAM, [packed("v1.rar", "main.py", kind=FileType.RAR)], ["v1.rar"]),
        (PROGRAM, [packed("v1.tar", "main.py", kind=FileType.TAR)], ["main.py"]),
        (PROGRAM, [packed("王一.zip", "报名表.docx"), packed("v1.zip", "main.py", inside="王一.zip")], ["报名表.docx", "v1.zip"]),
        (PROGRAM, [packed("报名表.zip", "a.docx")], ["a.docx"]),
        (POSTER, [packed("海报源文件.zip", "a.psd", "link.jpg")], ["海报源文件.zip"]),
        (POSTER, [packed("海报源文件.zip", "a.psd", "海报.jpg")], ["海报源文件.zip", "海报.jpg"]),
        (POSTER, [packed("a.zip", "a.psd", "b.psd")], ["a.zip"]),
        (POSTER, [packed("a.zip", "a.psd", "b.jpg")], ["a.psd", "b.jpg"]),
        (call_of({"form": FORM}), [packed("a.zip", "a.docx")], ["a.docx"]),
    ],
)
def test_what_is_kept_whole(call, archives, kept):
    files = [item for _, inside in archives for item in inside]
    found = with_whole_archives(files, [archive for archive, _ in archives], call)
    assert sorted(item.name for item in found) == sorted(kept)
