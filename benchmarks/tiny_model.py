"""A tiny random BERT as a sentence-transformers folder, for what needs another model but no sense.

It embeds thousands of texts a second; its vectors have 32 dimensions.
"""

from __future__ import annotations

from pathlib import Path


def save_model(folder: Path, seed: int = 1, prompts: dict[str, str] | None = None) -> Path:
    """Make and save it in ``folder``; another ``seed`` gives other weights."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    torch.manual_seed(seed)
    raw = folder.parent / f"{folder.name}-raw"
    words = ["[PAD]", "[UNK]", *"港口码头罚款万元立案起巡查隐患0123456789:.", "query", "passage"]
    vocabulary = {word: number for number, word in enumerate(words)}
    wordpiece = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    wordpiece.normalizer = normalizers.BertNormalizer()
    wordpiece.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=wordpiece, unk_token="[UNK]", pad_token="[PAD]"
    )
    tokenizer.save_pretrained(raw)
    config = BertConfig(
        vocab_size=len(words), hidden_size=32, num_hidden_layers=1, num_attention_heads=2,
        intermediate_size=37, max_position_embeddings=128,
    )  # fmt: skip
    BertModel(config).save_pretrained(raw)
    modules = [Transformer(str(raw), max_seq_length=64), Pooling(32)]
    SentenceTransformer(modules=modules, device="cpu", prompts=prompts).save(str(folder))
    return folder
