"""Pictures as they are uploaded, good and bad."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from random import Random
from typing import Any

from PIL import Image


def png(size: tuple[int, int] = (40, 30), mode: str = "RGB", **more: Any) -> bytes:
    """A PNG of one colour."""
    return written(Image.new(mode, size, more.pop("color", 0)), "PNG", **more)


def written(image: Image.Image, kind: str, **more: Any) -> bytes:
    """An image as the bytes of a file."""
    out = BytesIO()
    image.save(out, kind, **more)
    return out.getvalue()


def noise(size: tuple[int, int]) -> Image.Image:
    """What no codec can make small."""
    return Image.frombytes("RGB", size, Random(1).randbytes(size[0] * size[1] * 3))


def photograph() -> bytes:
    """A JPEG that was held upright, with the place where it was taken."""
    image = Image.new("RGB", (400, 200), "red")
    exif = image.getexif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "Camera of Aigerim"
    exif.get_ifd(0x8825)[1] = "N"
    return written(image, "JPEG", exif=exif, comment=b"taken at school")


def bomb(width: int = 50_000, height: int = 50_000) -> bytes:
    """A few bytes that say they are a huge PNG."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        whole = kind + data
        check = struct.pack(">I", zlib.crc32(whole))
        return struct.pack(">I", len(data)) + whole + check

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )
