"""Fields for files. What a file really is, the workflow that takes it checks by its content."""

from collections.abc import Sequence
from typing import Any

from flask_wtf import file as upload

from forms import widgets
from forms.fields.checks import Checks, Presence


class FileField(upload.FileField):
    """One file to choose or to drop. `accept`: endings that the chooser shows (".pdf")."""

    widget: Any = widgets.FileWidget()

    def __init__(
        self,
        label: str = "",
        *,
        required: str = "",
        hint: str = "",
        accept: Sequence[str] = (),
        validators: Checks = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(label, [Presence(required), *validators], description=hint, **kwargs)
        self.params = _file_params(accept)


class FilesField(upload.MultipleFileField):
    """Several files to choose or to drop."""

    widget: Any = widgets.FileWidget(multiple=True)

    def __init__(
        self,
        label: str = "",
        *,
        required: str = "",
        hint: str = "",
        accept: Sequence[str] = (),
        validators: Checks = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(label, [Presence(required), *validators], description=hint, **kwargs)
        self.params = _file_params(accept)


def _file_params(accept: Sequence[str]) -> dict[str, Any]:
    return {"attributes": {"accept": ",".join(accept)}} if accept else {}
