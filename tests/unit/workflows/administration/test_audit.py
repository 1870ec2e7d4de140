"""The trail in words."""

import re
from pathlib import Path

from workflows.administration import audit, message_log
from workflows.messages import MessageStatus
from workflows.support_requests import SupportRequestFlow

FOLDER = Path(audit.__file__).parent
RECORDED = re.compile(r"(?:record|_record_appointment|_record_membership)\([^\"()]*\"([a-z_]+)\"")


def test_every_kind_that_administration_records_has_words_of_its_own() -> None:
    found = {kind for path in FOLDER.glob("*.py") for kind in RECORDED.findall(path.read_text())}

    assert {"person_left", "appointed", "hub_joined", "ladder_changed", "school_edited"} <= found
    assert found - set(audit.KINDS) == set()


def test_a_kind_nobody_thought_of_is_still_readable() -> None:
    assert audit.kind_in_words("schools_imported") == "Schools imported"


def test_every_status_of_a_message_has_words() -> None:
    assert set(message_log.STATUSES) == set(MessageStatus)


def test_messages_are_called_what_they_tell() -> None:
    assert message_log.kind_in_words(f"{SupportRequestFlow.slug}/release") == "Giver released"
    assert message_log.kind_in_words("account/invitation") == "Invitation"
    assert message_log.kind_in_words("something/new_here") == "New here"
    assert message_log.kind_in_words("something") == "Something"
