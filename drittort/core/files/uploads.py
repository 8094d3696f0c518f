"""Receiving what a browser sends: never more than a bound lies on our disk, whatever is sent."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadhandler import TemporaryFileUploadHandler

MOST = 32 * 1024 * 1024


class BoundedUpload(TemporaryFileUploadHandler):
    """Writes a file until the bound and drops the rest. Its size still tells the truth, so that the rule of the purpose refuses it with a sentence."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin to count."""
        super().new_file(*args, **kwargs)
        self.seen = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep a chunk as long as there is room."""
        self.seen += len(raw_data)
        if self.seen <= MOST:
            super().receive_data_chunk(raw_data, start)
