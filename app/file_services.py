"""The use cases about files, as `Services` offers them; each is imported when it is asked for."""

from functools import cached_property
from typing import TYPE_CHECKING

from app.money_services import MoneyServices

if TYPE_CHECKING:
    from app.attachments.service import AttachmentService
    from app.contents.file_store import FileStoreService


class FileServices(MoneyServices):
    """One property per feature."""

    @cached_property
    def attachments(self) -> "AttachmentService":
        from app.attachments.service import AttachmentService  # noqa: PLC0415 - see above

        return self._made(AttachmentService)

    @cached_property
    def file_store(self) -> "FileStoreService":
        from app.contents.file_store import FileStoreService  # noqa: PLC0415 - see above

        return self._made(FileStoreService)
