"""The process that recognises page pictures: ``python -m indexer.reading.ocr_worker``.

It gets pictures, never files: what draws a PDF is another process (``worker``). A request is the
limits in seconds and MB, the picture's width and height, and its grey pixels, packed.
"""

from __future__ import annotations

import base64
import sys
import zlib
from typing import Any

import numpy as np

from ..readers.ocr.engine import Image, load_engine
from ..sandbox import messages
from ..sandbox.limits import MAX_REPLY
from . import worker

#: Bytes of the longest request: 20 megapixels, packed and in base 64.
MAX_REQUEST = 64 * 2**20
_MAX_PIXELS = 21_000_000


def pack_picture(picture: Image) -> tuple[int, int, str]:
    """A grey picture for a message: width, height, pixels."""
    height, width = picture.shape
    data = base64.b64encode(zlib.compress(picture.tobytes(), 1)).decode("ascii")
    return width, height, data


def unpack_picture(what: Any) -> Image:
    """The picture of :func:`pack_picture`; BadMessage for anything else."""
    if type(what) is not list or list(map(type, what)) != [int, int, str]:
        raise messages.BadMessage("no picture")
    width, height, data = what
    if not (0 < width < 2**20 and 0 < height < 2**20 and width * height <= _MAX_PIXELS):
        raise messages.BadMessage("a picture of a wrong size")
    try:
        pixels = zlib.decompressobj().decompress(base64.b64decode(data), width * height + 1)
    except (ValueError, zlib.error) as error:
        raise messages.BadMessage("no picture") from error
    if len(pixels) != width * height:
        raise messages.BadMessage("a picture of a wrong size")
    return np.frombuffer(pixels, dtype=np.uint8).reshape(height, width)


def main() -> None:
    """Serve requests until stdin ends."""
    requests, replies = sys.stdin.buffer, worker.own_stdout()
    engine = load_engine()
    messages.send(replies, (worker.DONE, None), MAX_REPLY)
    while True:
        try:
            seconds, memory_mb, *picture = messages.receive(requests, MAX_REQUEST)
        except EOFError:
            return
        worker.limit(seconds, memory_mb)
        try:
            messages.send(replies, (worker.DONE, engine.read(unpack_picture(picture))), MAX_REPLY)
            worker.unlimited()
        except BrokenPipeError:
            return
        except Exception as error:
            worker.reply(replies, worker.refusal(error))


if __name__ == "__main__":
    main()
