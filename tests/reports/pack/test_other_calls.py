"""The judging pack of calls that judge something else than pictures: texts stand in it, files are told, nothing is packed that is not judged."""

from reports.pack import MissingItem, write_pack
from tests.builders.desks import a_desk
from tests.builders.pack_samples import CALL, a_registry, say

ESSAY = {
    "kind": ["document", "text"], "count": "1", "title": {"zh": "征文", "en": "essay"}, "names": ["征文"], "judged": True,
}  # fmt: skip


def test_an_essay_call_packs_no_pictures_that_nobody_judges_and_tells_of_files(tmp_path):
    slots = {"work": {"judged": False}, "portrait": None, "description": None, "biography": None, "essay": ESSAY}
    with a_desk(tmp_path, calls={CALL: {"slots": slots, "identity": {"title": []}}}) as desk:
        a_registry(desk, 1)
        say(desk, "IF2026-0001")
        desk.db.conn.execute("UPDATE materials SET role = 'essay', type = 'docx' WHERE ordinal = 1")
        done = write_pack(desk, CALL, tmp_path / "pack")
        code = next(gap.name for gap in done.missing)
        assert (done.entries, done.photos, done.missing, done.needs_person) == (
            1,
            0,
            [MissingItem(code, "other-kind", "essay")],
            True,
        )
        readme = (tmp_path / "pack" / "README.txt").read_text(encoding="utf-8")
        assert "参评的不是图片" in readme
        contents = readme.partition("==")[2]  # the call's own title stands above
        assert [word for word in ("照片", "photos", "Photos", "contact-sheet", "screen/") if word in contents] == []
        assert not (tmp_path / "pack" / "contact-sheet.pdf").exists()
