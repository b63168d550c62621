"""Write one mail of each kind that people send; every function takes a scene and returns the raw mail."""

from __future__ import annotations

from datetime import timedelta

from reports.demo import mails, oddities, pictures
from reports.demo.mime import File
from reports.demo.people import person
from reports.demo.scene import Scene, jpeg

OTHER_AUTHOR = 500  # a second author in the same mail has this much higher a number


def complete(scene: Scene) -> bytes:
    """Write a complete entry in Outlook, with a picture under the signature."""
    logo = File(name="image001.png", data=pictures.logo(), type="image/png")
    return mails.outlook(scene.draft(*scene.parcel()), logo)


def parcel(scene: Scene) -> bytes:
    """Write a complete entry in the plainest shape."""
    return mails.plain(scene.draft(*scene.parcel()))


def two_photos(scene: Scene) -> bytes:
    """Write an entry with two photos."""
    return mails.gmail(scene.draft(*scene.parcel(2)))


def two_good_and(scene: Scene, third: File) -> bytes:
    """Write a complete entry whose third work is the given file."""
    return mails.plain(scene.draft(scene.form(), scene.biography(), *scene.works(2), third, scene.portrait()))


def chat_photo(scene: Scene) -> bytes:
    """Write an entry whose third photo a chat app has shrunk."""
    return two_good_and(scene, scene.small_work("Work 3 mmexport1752300000000.jpg"))


def renamed_png(scene: Scene) -> bytes:
    """Write an entry whose third photo is a PNG named .jpg."""
    return two_good_and(scene, jpeg("Work 3.jpg", pictures.png(scene.seed(3), scene.scale.work)))


def cut_photo(scene: Scene) -> bytes:
    """Write an entry whose third photo was cut in half; the half weighs enough, so that only the damage is at fault."""
    return two_good_and(scene, jpeg("Work 3.jpg", pictures.truncated(scene.work_bytes(3, times=2.05))))


def no_portrait(scene: Scene) -> bytes:
    """Write an entry without a photo of the author."""
    return mails.gmail(scene.draft(*scene.parcel()[:-1]))


def portrait_follows(scene: Scene) -> bytes:
    """Write a mail that brings nothing but the author's portrait."""
    text = f"Dear organisers,\n\nHere is the photo of me that was missing.\n\nBest regards,\n{scene.person.name_en}"
    return mails.gmail(scene.draft(scene.portrait(), text=text))


def no_form(scene: Scene) -> bytes:
    """Write photos in Apple Mail's nameless way, the texts in the body, and no form."""
    return mails.apple_mail(scene.draft(*scene.works(3), scene.portrait(), text=with_texts(scene)))


def with_texts(scene: Scene) -> str:
    """Return a body with description and biography under their labels."""
    author = scene.person
    texts = f"Description: {author.description}\n\nBiography: {author.biography}"
    return f"Dear organisers,\n\n{texts}\n\nBest regards,\n{author.name_en}"


def zip_with_folders(scene: Scene) -> bytes:
    """Write everything into one ZIP with Chinese folders, named as Windows does without the UTF-8 flag."""
    form, biography, *works, portrait = scene.parcel(3, "作品/{n}.jpg")
    inside = [("作品登记表.docx", form.data), ("作者简介.docx", biography.data), ("作者照片/1.jpg", portrait.data)]
    inside += [(file.name, file.data) for file in works]
    packed = oddities.zipped([(f"{scene.person.name_zh}/{path}", data) for path, data in inside], gbk_names=True)
    return mails.netease_mail(scene.draft(oddities.archive_file("参赛作品.zip", packed)))


def long_description(scene: Scene) -> bytes:
    """Write a complete entry whose description has 250 words."""
    words = " ".join(person(scene.number + step).description for step in range(3)).split()[:250]
    return mails.outlook(scene.draft(scene.form(description=" ".join(words)), *scene.parcel()[1:]))


def auto_reply(scene: Scene) -> bytes:
    """Write an out-of-office answer."""
    text = "I am out of the office until Monday and will read your message then."
    return oddities.auto_reply(scene.draft(subject="Automatic reply: your message", text=text))


def bounce(scene: Scene) -> bytes:
    """Write the report that a letter could not be delivered."""
    report = scene.draft(subject="Undelivered Mail Returned to Sender", text="Your message could not be delivered.")
    return oddities.bounce(report, scene.person.email, scene.draft().message_id)


def chinese_names(scene: Scene) -> bytes:
    """Write a complete entry in QQ Mail; its file names hold characters that gb2312, as labelled, does not have."""
    form, biography, *works, portrait = scene.parcel(3, "作品{n}_镕喆.jpg")
    files = (form.named("作品登记表.docx"), biography.named("作者简介.docx"), *works, portrait.named("作者照片.jpg"))
    return mails.qq_mail(scene.draft(*files))


def phone(scene: Scene) -> bytes:
    """Write a complete entry on a phone: no picture's name tells what it shows, the biography stands in the body in Chinese."""
    text = f"Dear organisers,\n\nmy entry from the phone.\n\nBiography: {scene.person.biography_zh}"
    return mails.iphone(scene.draft(scene.form(), *scene.works(3), scene.portrait(), text=text))


def chinese_author(scene: Scene) -> bytes:
    """Write a complete entry whose form says China."""
    form = scene.form("作品登记表.docx", nationality="China")
    return mails.netease_mail(scene.draft(form, *scene.parcel()[1:]))


def question(scene: Scene) -> bytes:
    """Write a question without any material."""
    return mails.gmail(scene.draft(text="Hello,\n\nmay I send pictures that were taken three years ago?\n\nThank you!"))


def cloud_link(scene: Scene) -> bytes:
    """Write an entry whose photos are large attachments of QQ: links that expire."""
    files = [(f"Work {place}.jpg", 8_000_000 + place * 310_000) for place in (1, 2, 3)]
    block = oddities.qq_block(files, scene.arrives + timedelta(days=30))
    return mails.qq_mail(scene.draft(scene.form(), scene.biography(), scene.portrait()), block)


def two_authors(scene: Scene) -> bytes:
    """Write the entries of two authors, collected by their employer: one ZIP, one folder each."""
    authors = (scene, scene.of_author(scene.number + OTHER_AUTHOR))
    inside = [(f"{each.person.name_en}/{file.name}", file.data) for each in authors for file in each.parcel()]
    return mails.outlook(scene.draft(oddities.archive_file("entries.zip", oddities.zipped(inside))))


def seen_elsewhere(scene: Scene) -> bytes:
    """Write a complete entry with a photo that the author of the demo's first mail has sent."""
    stolen = jpeg("Work 1.jpg", scene.of_author(scene.first).work_bytes(1))
    return mails.plain(scene.draft(scene.form(), scene.biography(), stolen, *scene.works(3)[1:], scene.portrait()))


def locked_zip(scene: Scene) -> bytes:
    """Write an entry whose photos are in an encrypted ZIP."""
    locked = oddities.zipped([("Work 1.jpg", pictures.logo() * 20), ("Work 2.jpg", pictures.logo())], encrypted=True)
    archive = oddities.archive_file("photos.zip", locked)
    return mails.plain(scene.draft(scene.form(), scene.biography(), scene.portrait(), archive))
