"""A letter that asks for the form, or for fields of it, brings the form: what is known stands in it, and our own reader reads it."""

import email
import email.policy
import io
from dataclasses import replace

import docx

from reports.demo import mails
from reports.letters.outbox_pass import send_due
from tests.builders.desks import a_desk
from tests.builders.factories import tiny_scene
from tests.registry.amend.test_amend import entry
from tests.registry.amend.test_join import take


def sent(smtp_server):
    message = email.message_from_bytes(smtp_server.received[-1].content, policy=email.policy.default)
    return message.get_body(("plain",)).get_content(), [*message.iter_attachments()]


def cells(part):
    table = docx.Document(io.BytesIO(part.get_content())).tables[0]
    return [cell.text for row in table.rows for cell in row.cells]


def test_the_form_comes_filled_in_with_what_is_known_and_goes_back_whole(tmp_path, smtp_server):
    with a_desk(tmp_path, smtp=smtp_server) as desk:
        scene = tiny_scene(3)
        take(
            desk,
            tmp_path,
            mails.plain(scene.draft(scene.form(nationality=""), scene.biography(), *scene.works(3), scene.portrait())),
        )
        send_due(desk)
        text, (form,) = sent(smtp_server)
        assert form.get_filename() == "作品登记表.docx"
        assert {"Henrik Vossberg", scene.person.title} <= set(cells(form))
        assert "直接回信写一行“国籍：……”就可以" in text
        assert "随信附上“作品登记表.docx”，我们已知的内容已经替您填好，补上空着的栏目即可。" in text
        assert "what we know already stands in it" in text
        document = docx.Document(io.BytesIO(form.get_content()))
        row = next(row for row in document.tables[0].rows for cell in row.cells if "Nationality" in cell.text)
        place = next(n for n, cell in enumerate(row.cells) if "Nationality" in cell.text)
        row.cells[place + 1].text = "Germany"
        out = io.BytesIO()
        document.save(out)
        back = replace(scene.form(), name="作品登记表.docx", data=out.getvalue())
        take(desk, tmp_path, mails.plain(replace(scene.draft(back), subject="Re: [IF2026-0001]")))
        now = entry(desk)
        assert (now["state"], now["form"]["nationality"], now["form"]["name_en"]) == ("accepted", "Germany", "Henrik Vossberg")
        send_due(desk)
        assert sent(smtp_server)[1] == []


def test_where_no_form_came_a_blank_one_is_enclosed(tmp_path, smtp_server):
    with a_desk(tmp_path, smtp=smtp_server) as desk:
        scene = tiny_scene(3)
        take(desk, tmp_path, mails.plain(scene.draft(scene.biography(), *scene.works(3), scene.portrait())))
        send_due(desk)
        text, (form,) = sent(smtp_server)
        assert "Henrik Vossberg" not in cells(form)
        assert "填好后作为附件回信即可" in text
