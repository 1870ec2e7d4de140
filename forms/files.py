"""Files kept with a case of any kind."""

from __future__ import annotations

from forms.fields import FileField, TextField
from forms.steps import StepForm
from workflows.details import FileDetails
from workflows.file_kinds import ENDINGS


class FileForm(StepForm):
    """A file to keep with the case; it makes its details once the view has stored it."""

    file = FileField(
        "Choose a file",
        required="Choose a file",
        hint="PDF, Word, Excel, PowerPoint, PNG, JPEG, text or CSV",
        accept=ENDINGS,
    )
    title = TextField(
        "What is it?", hint="Such as “Phonics data, autumn”. Left empty, it keeps its own name."
    )

    def stored(self, file_id: int, name: str) -> FileDetails:
        """The details of the file that has been stored."""
        title = self.title.data or name.rpartition(".")[0] or name
        return FileDetails(title=title[:200], file_id=file_id)
