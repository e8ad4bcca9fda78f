"""How much may be sent at once, files included.

Django limits what is in the fields of a form, but lets files of any size fill the disk.
"""

from __future__ import annotations

from typing import IO, Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler


class LimitedUploadHandler(FileUploadHandler):
    """Refuses a request by its length before any of it is read, and else does nothing.

    The server itself holds a request to the length that it states.
    """

    def handle_raw_input(
        self,
        input_data: IO[bytes],
        META: dict[str, Any],
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        """Raise RequestDataTooBig, which becomes a page with 413."""
        if content_length > settings.MOST_BYTES_SENT:
            raise RequestDataTooBig("The files of this request are too large.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Hand the chunk on to the next handler."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the next handler."""
