"""Recognises the characters of a page image with the PP-OCRv6 models from RapidOCR's wheel.

The models are in the wheel of ``rapidocr`` (the ``ocr`` extra); their checksums are verified, and
nothing is downloaded. RapidOCR's own pipeline is not used: its line classifier turns upright lines
over, it reads lines from a reduced image, and it keeps no scores for single characters.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from importlib import metadata, util
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
Quad = NDArray[np.float32]

#: What to say where recognition is not installed.
REMEDY = "pip install 'policyqa[ocr]'"
_DETECTOR = "PP-OCRv6_det_small.onnx"
_RECOGNISER = "PP-OCRv6_rec_small.onnx"
_SHA256 = {
    _DETECTOR: "090f04abcd9d9a7498bc4ebf677e4cb9bdce1fe4197ddb7e529f1ef44e1ff94f",
    _RECOGNISER: "6f327246b50388f3c176ae304bd95767ea6dc0c9ae92153ef8cbe210b3c14884",
}
# Raised whenever the code here changes what is recognised: cached pages are then read anew.
_REVISION = 1
# Fixed, not one a core: the result must not depend on the machine.
_THREADS = 2
_DETECTED_SIDE = 1600  # pixels of the longer side that the detector sees
_HEIGHT = 48  # pixels of a line as the recogniser takes it
_WIDEST = 3200  # pixels; a longer strip is cut down to it
_LEAST_SCORE = 0.5  # a piece below it is a picture or a stain
_UPRIGHT = 0.85  # mean score under which a page may lie on its side or upside down
_SAMPLE = 8  # lines read to learn which way up a page is


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters found on a page, one line or one cell.

    ``scores`` has one value in 0..1 for each character. ``box`` holds the four corners, clockwise
    from the text's top left, as x, y pairs in shares of the picture's width and height.
    """

    text: str
    scores: tuple[float, ...]
    box: tuple[float, ...]

    @property
    def score(self) -> float:
        """Mean over the characters."""
        return sum(self.scores) / len(self.scores)


@dataclass(frozen=True, slots=True)
class PageRead:
    """All pieces of one page, in no order. ``turned``: by how many degrees anticlockwise the
    picture had to be turned to stand upright (0, 90, 180, 270). ``ratio`` is the picture's width
    over its height; ``key`` names the picture in the cache."""

    pieces: tuple[Piece, ...]
    turned: int = 0
    ratio: float = 0.7
    key: str = ""

    @property
    def confidence(self) -> float:
        """Mean score over the characters, 0 for a page without any."""
        size = sum(len(piece.scores) for piece in self.pieces)
        return sum(sum(piece.scores) for piece in self.pieces) / size if size else 0.0


def available() -> bool:
    """Whether the ``ocr`` extra is installed; nothing is loaded to find out."""
    return all(util.find_spec(name) for name in ("rapidocr", "cv2", "onnxruntime"))


def engine_version() -> str:
    """Identifies everything that determines what is recognised in an image; part of cache keys."""
    try:
        version = metadata.version("rapidocr")
    except metadata.PackageNotFoundError:
        version = "-"
    return f"rapidocr {version}; {' '.join(s[:8] for s in _SHA256.values())}; {_REVISION}"


@lru_cache(maxsize=1)
def load_engine() -> Engine:
    """This process's engine; ImportError without the extra, OSError on an altered model file."""
    return Engine()


class Engine:
    """Both models, loaded (some 150 MB; reading a page takes up to 1 GB for a moment)."""

    def __init__(self) -> None:
        import cv2
        import rapidocr
        from rapidocr.ch_ppocr_det.utils import DBPostProcess

        cv2.setNumThreads(1)
        self._cv2 = cv2
        folder = Path(str(rapidocr.__file__)).parent / "models"
        self._detector = _session(folder / _DETECTOR, _THREADS)
        self._recogniser = _session(folder / _RECOGNISER, 1)
        characters = self._recogniser.get_modelmeta().custom_metadata_map["character"]
        self._characters = ["", *characters.splitlines(), " "]
        self._boxes = DBPostProcess(
            thresh=0.3, box_thresh=0.5, max_candidates=1000, unclip_ratio=1.6, use_dilation=True
        )
        self._pool = ThreadPoolExecutor(_THREADS)

    def read(self, picture: Image) -> PageRead:
        """The characters on a page picture of shape (height, width), grey, 0 is black."""
        height, width = picture.shape
        ratio = width / max(1, height)
        found = self._turned(picture, 0)
        if not found.pieces or (found.confidence >= _UPRIGHT and not _sideways(found)):
            return PageRead(found.pieces, 0, ratio)
        turns = (90, 270) if _sideways(found) else (180, 90, 270)
        best = max((0, *turns), key=lambda turn: _merit(self._turned(picture, turn, _SAMPLE)))
        if best:
            found = self._turned(picture, best)
        pieces = tuple(
            Piece(piece.text, piece.scores, _turned_back(piece.box, best)) for piece in found.pieces
        )
        return PageRead(pieces, best, ratio)

    def _turned(self, picture: Image, turn: int, most: int = 0) -> PageRead:
        """What the picture, turned by ``turn`` degrees anticlockwise, reads; at most the ``most``
        longest lines of it (0: all)."""
        picture = np.ascontiguousarray(np.rot90(picture, turn // 90))
        height, width = picture.shape
        quads = self._detect(picture)
        if most:
            quads = sorted(quads, key=lambda quad: -float(np.ptp(quad[:, 0])))[:most]
        strips = [self._strip(picture, quad) for quad in quads]
        share = np.array([width, height], dtype=np.float32)
        pieces = []
        found = self._pool.map(self._recognise, strips)
        for quad, (text, scores) in zip(quads, found, strict=True):
            if text.strip() and sum(scores) >= _LEAST_SCORE * len(scores):
                box = tuple(round(float(value), 5) for value in (quad / share).ravel())
                pieces.append(Piece(text, scores, box))
        return PageRead(tuple(pieces))

    def _detect(self, picture: Image) -> list[Quad]:
        """Corners of the lines, clockwise from the top left, in pixels, from top to bottom."""
        height, width = picture.shape
        scale = min(1.0, _DETECTED_SIDE / max(height, width))
        size = [max(32, round(side * scale / 32) * 32) for side in (width, height)]
        small = self._cv2.resize(picture, size, interpolation=self._cv2.INTER_AREA)
        plane = small.astype(np.float32) / 127.5 - 1
        batch = np.repeat(plane[None, None], 3, axis=1)
        heat = self._detector.run(None, {"x": batch})[0]
        quads, _ = self._boxes(heat, (height, width))
        return sorted(
            (np.asarray(quad, dtype=np.float32) for quad in quads),
            key=lambda quad: (float(quad[0, 1]), float(quad[0, 0])),
        )

    def _strip(self, picture: Image, quad: Quad) -> Image:
        """The line inside ``quad``, straight and ``_HEIGHT`` high."""
        cv2 = self._cv2
        across = int(max(np.linalg.norm(quad[0] - quad[1]), np.linalg.norm(quad[2] - quad[3])))
        down = int(max(np.linalg.norm(quad[0] - quad[3]), np.linalg.norm(quad[1] - quad[2])))
        across, down = max(1, across), max(1, down)
        corners = np.array([[0, 0], [across, 0], [across, down], [0, down]], dtype=np.float32)
        strip = cv2.warpPerspective(
            picture, cv2.getPerspectiveTransform(quad, corners), (across, down),
            flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE,
        )  # fmt: skip
        if down >= 1.5 * across:
            strip = np.rot90(strip)
        width = min(_WIDEST, max(1, round(_HEIGHT * strip.shape[1] / strip.shape[0])))
        return np.asarray(cv2.resize(strip, (width, _HEIGHT)), dtype=np.uint8)

    def _recognise(self, strip: Image) -> tuple[str, tuple[float, ...]]:
        """Characters of one strip and a score for each."""
        # A line alone in its batch: what it reads cannot depend on its neighbours.
        width = max(320, -(-strip.shape[1] // 32) * 32)
        plane = np.zeros((1, 3, _HEIGHT, width), dtype=np.float32)
        plane[:, :, :, : strip.shape[1]] = strip.astype(np.float32) / 127.5 - 1
        likely = self._recogniser.run(None, {"x": plane})[0][0]
        best = likely.argmax(axis=1)
        # CTC: a run of one class is one character, class 0 is none.
        first = np.r_[True, best[1:] != best[:-1]] & (best != 0)
        scores = likely[np.arange(len(best)), best]
        text = [self._characters[index] for index in best[first]]
        return "".join(text), tuple(round(float(score), 3) for score in scores[first])


def _session(path: Path, threads: int) -> Any:
    import onnxruntime

    if hashlib.sha256(path.read_bytes()).hexdigest() != _SHA256[path.name]:
        raise OSError(f"{path} is not the expected model file; {REMEDY} --force-reinstall")
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False  # the arena takes 0.7 GB more and saves a tenth
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def _merit(found: PageRead) -> float:
    """How much reads well and lies flat."""
    flat = [piece for piece in found.pieces if not _upended(piece.box, 1.0)]
    return sum(sum(max(0.0, score - 0.5) for score in piece.scores) for piece in flat)


def _sideways(found: PageRead) -> bool:
    """Whether most characters stand in boxes higher than wide."""
    size = sum(len(piece.text) for piece in found.pieces)
    upended = sum(len(p.text) for p in found.pieces if _upended(p.box, 1.0) and len(p.text) > 1)
    return upended > 0.5 * size


def _upended(box: Sequence[float], ratio: float) -> bool:
    return max(box[1::2]) - min(box[1::2]) > 1.5 * ratio * (max(box[::2]) - min(box[::2]))


def _turned_back(box: Sequence[float], turn: int) -> tuple[float, ...]:
    """A box of the picture turned by ``turn`` degrees, in shares of the picture as it was."""
    corners = list(zip(box[::2], box[1::2], strict=True))
    for _ in range(turn // 90):
        corners = [(1 - y, x) for x, y in corners]
    return tuple(round(value, 5) for corner in corners for value in corner)
