"""The bundled model as an ordinary sentence-transformers model, for whoever wants to go on from it.

It is made from the same weights in float32, tuned layers included, and saves, loads and trains like
any other; PolicyQA itself runs ``models.encoder``, which is faster and rounds a little. Importing
this module imports torch (seconds).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
from tokenizers import Regex, Tokenizer, normalizers, pre_tokenizers, processors
from tokenizers.models import Unigram
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

from . import q4, tuned
from .e5_file import E5File
from .encoder import PASSAGE, QUERY
from .tokenizer import MAX_TOKENS

# Kept as it is by the model's map of characters, unlike by NFKC; a private character stands in.
_KEPT, _STAND_IN = "\uff5e", "\U0010fffd"
_PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def sentence_transformer(path: Path) -> SentenceTransformer:
    """The model of the data file ``path`` on the CPU; ``encode_query`` and ``encode_document``
    put its prompts before a text. Its vectors come out normalised."""
    file = E5File(path)
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        bert(file, tuned.encoder_arrays()).save_pretrained(folder)
        fast_tokenizer(file).save_pretrained(folder)
        transformer = Transformer(folder, max_seq_length=MAX_TOKENS)
    modules = [transformer, Pooling(file.config.hidden), Normalize()]
    prompts = {"query": QUERY, "document": PASSAGE}
    return SentenceTransformer(modules=modules, device="cpu", prompts=prompts)


def bert(file: E5File, overlay: Mapping[str, NDArray[Any]] | None = None) -> Any:
    """The network as a transformers BertModel in float32, ``overlay`` over the file's layers."""
    config = file.config
    model = BertModel(
        BertConfig(
            vocab_size=config.vocabulary,
            hidden_size=config.hidden,
            num_hidden_layers=config.layers,
            num_attention_heads=config.heads,
            intermediate_size=config.intermediate,
            max_position_embeddings=config.positions,
            type_vocab_size=config.types,
            layer_norm_eps=config.epsilon,
            pad_token_id=config.pad,
        )
    )
    names = {
        "emb.word": "embeddings.word_embeddings.weight",
        "emb.pos": "embeddings.position_embeddings.weight",
        "emb.type": "embeddings.token_type_embeddings.weight",
        "emb.ln.w": "embeddings.LayerNorm.weight",
        "emb.ln.b": "embeddings.LayerNorm.bias",
    }
    for layer in range(config.layers):
        for part, name in _PARTS.items():
            for kind, suffix in (("w", "weight"), ("b", "bias")):
                names[f"l{layer}.{part}.{kind}"] = f"encoder.layer.{layer}.{name}.{suffix}"
    shapes = {name: tensor.shape for name, tensor in model.state_dict().items()}
    state = {
        name: torch.tensor(_array(file, overlay or {}, key)).reshape(shapes[name])
        for key, name in names.items()
    }
    for name in shapes:
        if name.startswith("pooler."):  # of no use to means over tokens, but part of the class
            state[name] = torch.zeros(shapes[name])
    model.load_state_dict(state, strict=False)  # beside weights it has numbers of positions
    return model.eval()


def _array(file: E5File, overlay: Mapping[str, NDArray[Any]], name: str) -> NDArray[Any]:
    found = overlay.get(name)
    if found is None:
        return file.array(name)
    return q4.dequantised(found) if found.dtype == np.uint8 else found


def fast_tokenizer(file: E5File) -> Any:
    """The tokenizer as a transformers fast tokenizer: NFKC is what the file's map spells out."""
    pieces, config = file.pieces, file.config
    gone, spaces = (
        "".join(chr(code) for code, text in file.character_map.items() if text == wanted)
        for wanted in ("", " ")
    )
    tokenizer = Tokenizer(
        Unigram(list(zip(pieces, file.scores.tolist(), strict=True)), config.unk, False)
    )
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(Regex(f"[{_classes(gone)}]"), ""),
            normalizers.Replace(Regex(f"[{_classes(spaces)}]"), " "),
            normalizers.Replace(_KEPT, _STAND_IN),
            normalizers.NFKC(),
            normalizers.Replace(_STAND_IN, _KEPT),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace("\u2581", prepend_scheme="always")
    bos, eos = pieces[config.bos], pieces[config.eos]
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{bos} $A {eos}", special_tokens=[(bos, config.bos), (eos, config.eos)]
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        bos_token=bos,
        eos_token=eos,
        cls_token=bos,
        sep_token=eos,
        pad_token=pieces[config.pad],
        unk_token=pieces[config.unk],
        mask_token=pieces[-1],
        model_max_length=config.positions,
    )


def _classes(characters: str) -> str:
    """The inside of a character class for the regular expressions of ``tokenizers``."""
    return "".join(f"\\x{{{ord(character):x}}}" for character in characters)
