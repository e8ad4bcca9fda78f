"""From whatever was uploaded to a small picture that tells nothing about its maker.

Plain Python: what a file says of itself is not believed. It is read by its content,
measured before it is unpacked, turned upright, made small, and written anew, so that
neither metadata nor anything hidden behind the picture comes along.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from typing import Final

from PIL import Image, ImageOps

LARGEST_FILE: Final = 5 * 1024 * 1024
MOST_PIXELS: Final = 24_000_000
WIDEST: Final = 1280
TALLEST: Final = 1600
# What a school line carries in a second or two
LARGEST_MADE: Final = 200_000
MEDIA_TYPE: Final = "image/webp"

_FORMATS: Final = ("PNG", "JPEG", "WEBP")
_QUALITIES: Final = (80, 65, 50, 35)
# Each time smaller by this where even the lowest quality is too large
_SMALLER: Final = 0.75
_SMALLEST_SIDE: Final = 160


class PictureFault(StrEnum):
    """Why a file is not taken."""

    TOO_LARGE = "too_large"
    TOO_MANY_PIXELS = "too_many_pixels"
    NOT_A_PICTURE = "not_a_picture"


class BadPicture(ValueError):
    """The file is not taken; `fault` says why."""

    def __init__(self, fault: PictureFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True, slots=True, kw_only=True)
class MadePicture:
    """A picture as it is stored and sent."""

    content: bytes
    width: int
    height: int


def make_picture(content: bytes) -> MadePicture:
    """Make the picture of an uploaded file; raises BadPicture."""
    if len(content) > LARGEST_FILE:
        raise BadPicture(PictureFault.TOO_LARGE)
    try:
        with warnings.catch_warnings():
            # Pillow warns of what is huge; here that is refused below, by its size.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(BytesIO(content), formats=_FORMATS) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    raise BadPicture(PictureFault.TOO_MANY_PIXELS)
                return _written(_upright_and_small(opened))
    except BadPicture:
        raise
    except Image.DecompressionBombError as error:
        raise BadPicture(PictureFault.TOO_MANY_PIXELS) from error
    except MemoryError:
        raise
    except Exception as error:
        # A broken file breaks its decoder in ways that no list of errors names.
        raise BadPicture(PictureFault.NOT_A_PICTURE) from error


def _upright_and_small(opened: Image.Image) -> Image.Image:
    """The first frame as the camera held it, in plain colours, at most so large."""
    opened.seek(0)
    sees_through = "transparency" in opened.info or opened.mode in ("RGBA", "LA", "PA")
    mode = "RGBA" if sees_through else "RGB"
    image = opened
    if opened.mode not in ("RGB", "RGBA", "L", "LA", "CMYK"):
        # A palette cannot be made smaller without harm.
        image = opened.convert(mode)
    # First small, then turned: a large picture is held in memory once.
    longest = max(WIDEST, TALLEST)
    image.thumbnail((longest, longest))
    upright = ImageOps.exif_transpose(image)
    upright.thumbnail((WIDEST, TALLEST))
    return upright.convert(mode)


def _written(image: Image.Image) -> MadePicture:
    """The picture written anew, the best that is small enough."""
    while True:
        for quality in _QUALITIES:
            out = BytesIO()
            # Nothing of `image.info` is passed on: no Exif, no profile, no comment.
            image.save(
                out, "WEBP", quality=quality, method=4, exif=b"", icc_profile=b""
            )
            if out.tell() <= LARGEST_MADE:
                return MadePicture(
                    content=out.getvalue(), width=image.width, height=image.height
                )
        if max(image.size) <= _SMALLEST_SIDE:
            raise BadPicture(PictureFault.TOO_LARGE)
        image.thumbnail(
            (max(1, int(image.width * _SMALLER)), max(1, int(image.height * _SMALLER)))
        )
