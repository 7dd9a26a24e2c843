"""One interface to embedding models: the bundled one, and any that sentence-transformers loads."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from ..errors import ModelError
from ..settings import usable_cores
from . import model_file, tuned
from .encoder import PASSAGE, QUERY, shared_encoder
from .pieces import LONGEST_TEXT, ModelIdentity, Piece
from .spans import piece_vectors

BUNDLED = "bundled"
Done = Callable[[int], None]
_NAME_TOKENS = 64
_CHUNK = 256
_PIECES = 32  # of a model by sentence-transformers: about as many texts as a chunk
_CHUNK_PER_CPU = 32  # of the bundled model: a second or two until progress is told again


class Embedder(Protocol):
    """Texts to unit vectors, float32 (n, dimension). ``on_progress`` is told the texts done.

    ``pieces`` gives the rows of all pieces, one piece's after the other's: its passage, its
    sentences, its figures; ``on_progress`` is told the pieces done. ``names``: of reports.
    ``pieces_at_once``: how many pieces make a batch that uses all CPUs.
    """

    @property
    def identity(self) -> ModelIdentity: ...

    @property
    def pieces_at_once(self) -> int: ...

    def passages(
        self, texts: Sequence[str], on_progress: Done | None = None
    ) -> NDArray[np.float32]: ...

    def pieces(
        self, pieces: Sequence[Piece], on_progress: Done | None = None
    ) -> NDArray[np.float32]: ...

    def names(self, texts: Sequence[str]) -> NDArray[np.float32]: ...

    def queries(self, texts: Sequence[str]) -> NDArray[np.float32]: ...


def load_embedder(name: str | None = None, note_folder: Path | None = None) -> Embedder:
    """The model registered as ``name`` in ``MODELS`` (None: the bundled one); any other ``name``
    is a hub name or a folder, loaded by sentence-transformers.

    ``note_folder`` is where a passed checksum of the bundled model is noted. ModelError when the
    model cannot be found or loaded.
    """
    known = MODELS.get(name or BUNDLED)
    return known(note_folder) if known else SentenceTransformerEmbedder(str(name))


class BundledEmbedder:
    """The bundled model, straight on onnxruntime: no torch, and faster than torch is."""

    def __init__(self, note_folder: Path | None = None) -> None:
        self._path = model_file.checked(note_folder)
        self.identity = bundled_identity()
        self.pieces_at_once = _CHUNK_PER_CPU * usable_cores()

    def passages(
        self, texts: Sequence[str], on_progress: Done | None = None
    ) -> NDArray[np.float32]:
        encode = partial(shared_encoder(self._path).encode, prompt=PASSAGE)
        return _in_chunks(encode, texts, self.identity.dimension, on_progress, self.pieces_at_once)

    def pieces(
        self, pieces: Sequence[Piece], on_progress: Done | None = None
    ) -> NDArray[np.float32]:
        """A passage, its sentences and its figures from one pass (``models.spans``)."""
        encode = partial(piece_vectors, shared_encoder(self._path))
        return _pieces_in_chunks(
            encode, pieces, self.identity.dimension, on_progress, self.pieces_at_once
        )

    def names(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return shared_encoder(self._path).encode(texts, PASSAGE, _NAME_TOKENS)

    def queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return shared_encoder(self._path).encode(texts, QUERY)


def bundled_identity() -> ModelIdentity:
    """Of the file and of the weights tuned over it: with others an index is built anew."""
    revision = f"{model_file.SHA256}+{tuned.encoder_sha256()}"
    return ModelIdentity(BUNDLED, revision, model_file.DIMENSION, QUERY, PASSAGE)


class SentenceTransformerEmbedder:
    """A hub name or local folder, on the CPU, with the prompts that the model itself declares."""

    pieces_at_once = _PIECES

    def __init__(self, name: str) -> None:
        self._model = _load(name)
        query, passage = _prompts(self._model, name)
        dimension = self._model.get_embedding_dimension()
        if not dimension:
            raise ModelError(
                f"The model {name} does not state its dimension; choose another --model"
            )
        folder = Path(name)
        kept = str(folder.resolve()) if folder.is_dir() else name
        self.identity = ModelIdentity(kept, _revision(self._model), dimension, query, passage)

    def passages(
        self, texts: Sequence[str], on_progress: Done | None = None
    ) -> NDArray[np.float32]:
        prompt = self.identity.passage_prompt
        return _encoded(self._model, texts, prompt, self.identity.dimension, on_progress)

    def pieces(
        self, pieces: Sequence[Piece], on_progress: Done | None = None
    ) -> NDArray[np.float32]:
        """Passages, sentences and the clauses of figures, each text by itself."""
        dimension = self.identity.dimension

        def encode(chunk: Sequence[Piece]) -> list[NDArray[np.float32]]:
            texts = [text for piece in chunk for text in _texts_of(piece)]
            rows = [row for row, text in enumerate(texts) if text]
            vectors = np.zeros((len(texts), dimension), dtype=np.float32)
            vectors[rows] = self.passages([texts[row] for row in rows])
            return np.split(vectors, np.cumsum([piece.rows for piece in chunk])[:-1])

        return _pieces_in_chunks(encode, pieces, dimension, on_progress, _PIECES)

    def names(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self.passages(texts)

    def queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        prompt = self.identity.query_prompt
        return _encoded(self._model, texts, prompt, self.identity.dimension, None, query=True)


#: Models with a name of their own for ``--model``, and the functions that load them.
MODELS: dict[str, Callable[[Path | None], Embedder]] = {
    BUNDLED: BundledEmbedder,
}


def _texts_of(piece: Piece) -> list[str]:
    spans = [*piece.sentences, *((start, end) for start, end, _, _ in piece.figures)]
    parts = [piece.text[start:end].strip()[:LONGEST_TEXT] for start, end in spans]
    for number, names in enumerate(piece.named, len(piece.sentences)):
        parts[number] = " ".join([*names[:1], parts[number]]).strip()
    return [piece.text, *parts]


def _load(name: str) -> Any:
    if _looks_like_folder(name) and not Path(name).is_dir():
        raise ModelError(f"The model folder {name} does not exist; check --model")
    try:
        from sentence_transformers import SentenceTransformer

        return SentenceTransformer(name, device="cpu", trust_remote_code=False)
    except Exception as error:  # whatever a hub, a config or a weight file can go wrong with
        line = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise ModelError(
            f"The model {name} cannot be loaded ({line[:200]}); check the name and the network, "
            "or give a local folder with a sentence-transformers model"
        ) from error


def _looks_like_folder(name: str) -> bool:
    return name.startswith((".", "~", os.sep)) or Path(name).is_absolute() or "\\" in name


def _prompts(model: Any, name: str) -> tuple[str, str]:
    """Query and passage prompts: as declared, else those of the E5 papers (arXiv:2402.05672)."""
    declared = {key: text for key, text in (getattr(model, "prompts", None) or {}).items() if text}
    query = declared.get("query", "")
    named = (declared[key] for key in ("passage", "document", "corpus") if key in declared)
    passage = next(named, "")
    if not declared and "e5" in Path(name).name.lower().replace("_", "-").split("-"):
        return "query: ", "passage: "
    return query, passage


def _revision(model: Any) -> str:
    """SHA-256 over the weights: two folders of one name must not pass for the same model."""
    digest = hashlib.sha256()
    for key, tensor in sorted(model.state_dict().items()):
        digest.update(key.encode())
        digest.update(tensor.detach().cpu().float().contiguous().numpy().tobytes())
    return digest.hexdigest()


def _encoded(
    model: Any,
    texts: Sequence[str],
    prompt: str,
    dimension: int,
    on_progress: Done | None,
    *,
    query: bool = False,
) -> NDArray[np.float32]:
    encode = partial(
        model.encode_query if query else model.encode_document,
        prompt=prompt,
        batch_size=32,
        normalize_embeddings=True,
        show_progress_bar=False,
        convert_to_numpy=True,
    )
    return _in_chunks(encode, texts, dimension, on_progress)


def _in_chunks(
    encode: Callable[[Sequence[str]], NDArray[np.float32]],
    texts: Sequence[str],
    dimension: int,
    on_progress: Done | None,
    size: int = _CHUNK,
) -> NDArray[np.float32]:
    vectors = np.zeros((len(texts), dimension), dtype=np.float32)
    for start in range(0, len(texts), size):
        chunk = list(texts[start : start + size])
        vectors[start : start + len(chunk)] = encode(chunk)
        if on_progress:
            on_progress(start + len(chunk))
    return vectors


def _pieces_in_chunks(
    encode: Callable[[Sequence[Piece]], Sequence[NDArray[np.float32]]],
    pieces: Sequence[Piece],
    dimension: int,
    on_progress: Done | None,
    size: int,
) -> NDArray[np.float32]:
    vectors = np.zeros((sum(piece.rows for piece in pieces), dimension), dtype=np.float32)
    row = 0
    for start in range(0, len(pieces), size):
        chunk = pieces[start : start + size]
        for rows in encode(chunk):
            vectors[row : row + len(rows)] = rows
            row += len(rows)
        if on_progress:
            on_progress(start + len(chunk))
    return vectors
