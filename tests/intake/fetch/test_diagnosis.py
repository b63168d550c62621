"""What a broken conversation is called in words."""

from intake.fetch.diagnosis import Step, trouble
from intake.fetch.faults import MailboxError


def test_a_conversation_that_a_reload_breaks_off_is_not_said_to_end_the_program():
    said = trouble(OSError(), "stop", Step("photo", "fetching message 1", 5.0, "imap.example.org"))
    assert isinstance(said, MailboxError)
    assert str(said) == "photo: broken off while fetching message 1, because the service ends or is reloaded"
