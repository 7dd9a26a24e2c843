"""The networks as torch modules, with their tuned layers held to the 4-bit grid they ship in.

BERT layers as in multilingual-e5-small (Wang et al. 2024, arXiv:2402.05672): post-norm, erf GELU.
Weights of tuned layers go through Q4_0 rounding in every step and gradients go straight through
it (Bengio et al. 2013, arXiv:1308.3432), so what is saved is what was trained.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

HIDDEN, HEADS, INNER, EPSILON = 384, 12, 1536, 1e-12
BLOCK = 32
MATRICES = (
    ("q", HIDDEN, HIDDEN),
    ("k", HIDDEN, HIDDEN),
    ("v", HIDDEN, HIDDEN),
    ("ao", HIDDEN, HIDDEN),
    ("fi", INNER, HIDDEN),
    ("fo", HIDDEN, INNER),
)
NORMS = ("aln", "oln")


def rounded(weight: Tensor) -> Tensor:
    """``weight`` as Q4_0 gives it back: blocks of 32, scale in fp16, values -8..7."""
    blocks = weight.reshape(-1, BLOCK)
    largest = blocks.gather(1, blocks.abs().argmax(1, keepdim=True))
    scale = (largest / -8).half().float()
    whole = torch.where(scale == 0, torch.zeros_like(blocks), blocks / scale)
    return (torch.clamp(torch.round(whole), -8, 7) * scale).reshape(weight.shape)


def to_blocks(weight: Tensor) -> np.ndarray[Any, Any]:
    """Q4_0 blocks uint8 (n, 18) of ``weight``: fp16 scale, low nibbles 0..15, high 16..31."""
    blocks = weight.detach().float().cpu().reshape(-1, BLOCK)
    largest = blocks.gather(1, blocks.abs().argmax(1, keepdim=True))
    half = (largest / -8).half()
    scale = half.float()
    whole = torch.where(scale == 0, torch.zeros_like(blocks), blocks / scale)
    q = (torch.clamp(torch.round(whole), -8, 7) + 8).to(torch.uint8).numpy()
    packed = q[:, :16] | (q[:, 16:] << 4)
    return np.concatenate([half.numpy().view(np.uint8).reshape(-1, 2), packed], axis=1)


def from_blocks(raw: np.ndarray[Any, Any], shape: tuple[int, int]) -> Tensor:
    scale = raw[:, :2].copy().view(np.float16).astype(np.float32)
    q = raw[:, 2:]
    low, high = (q & 15).astype(np.int8) - 8, (q >> 4).astype(np.int8) - 8
    return torch.from_numpy((np.concatenate([low, high], 1) * scale).reshape(shape))


def dispersed(weight: Tensor) -> Tensor:
    """Weights that round to ``weight`` (which lies on its grid), spread over their cells: steps much
    smaller than a cell then change a part of them, as they would had training never stopped. From
    the middle of its cell none would move for a hundred steps."""
    blocks = weight.reshape(-1, BLOCK)
    place = blocks.abs().argmax(1, keepdim=True)
    largest = blocks.gather(1, place)
    scale = largest / -8
    whole = torch.round(blocks / scale.masked_fill(scale == 0, 1)).clamp(-8, 7)
    noise = (torch.rand_like(blocks) - 0.5) * 0.98 * scale.abs()
    noise = torch.where(whole >= 7, -noise.abs() * torch.sign(scale), noise)
    limit = largest.abs() * 0.999  # the scale hangs on the largest, which stays
    spread = torch.clamp(blocks + noise, -limit, limit).scatter(1, place, largest)
    return spread.reshape(weight.shape)


class Matrix(nn.Module):
    """A linear map whose weight is rounded to 4 bits as it is used; see Trunk.refresh."""

    def __init__(self, weight: Tensor, bias: Tensor) -> None:
        super().__init__()
        self.weight, self.bias = nn.Parameter(weight.clone()), nn.Parameter(bias.clone())
        self.frozen = False
        self.delta: Tensor | None = None

    def used(self) -> Tensor:
        """The weight on its grid, with gradients going straight through."""
        return self.weight if self.delta is None else self.weight + self.delta


def _attention(q: Tensor, k: Tensor, v: Tensor, mask: Tensor) -> Tensor:
    """Attention as torch has it. Its own is slow in bfloat16 on processors: going backward takes
    five times as long as these."""
    q, k, v = q.contiguous(), k.contiguous(), v.contiguous()
    scores = torch.matmul(q, k.transpose(-1, -2)) * q.shape[-1] ** -0.5
    return torch.matmul(torch.softmax(scores + mask[:, :, :1].to(q.dtype), -1), v)


class Layer(nn.Module):
    def __init__(self, number: int, tensors: dict[str, Any]) -> None:
        super().__init__()
        self.number = number
        for name, out, inner in MATRICES:
            weight = from_blocks(tensors[f"l{number}.{name}.w"], (out, inner))
            bias = torch.from_numpy(np.array(tensors[f"l{number}.{name}.b"], np.float32))
            setattr(self, name, Matrix(weight, bias))
        for name in NORMS:
            norm = nn.LayerNorm(HIDDEN, eps=EPSILON)
            with torch.no_grad():
                norm.weight.copy_(torch.from_numpy(np.array(tensors[f"l{number}.{name}.w"])))
                norm.bias.copy_(torch.from_numpy(np.array(tensors[f"l{number}.{name}.b"])))
            setattr(self, name, norm)

        self.weights: tuple[Tensor, ...] | None = None

    def _apply(self, *args: Any, **kwargs: Any) -> Any:
        self.weights = None  # moved to another device: what was made of the parameters is stale
        return super()._apply(*args, **kwargs)

    def refresh(self) -> None:
        self.weights = (
            torch.cat([self.q.used(), self.k.used(), self.v.used()]),
            torch.cat([self.q.bias, self.k.bias, self.v.bias]),
            self.ao.used(),
            self.fi.used(),
            self.fo.used(),
        )

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        n, t, _ = x.shape
        assert self.weights is not None
        qkv, qkv_bias, ao, fi, fo = self.weights
        heads = F.linear(x, qkv, qkv_bias).view(n, t, 3, HEADS, HIDDEN // HEADS)
        q, k, v = heads.permute(2, 0, 3, 1, 4).unbind(0)
        a = (
            _attention
            if q.dtype == torch.bfloat16 and not q.is_cuda
            else F.scaled_dot_product_attention
        )(q, k, v, mask)
        x = self.aln(x + F.linear(a.transpose(1, 2).reshape(n, t, HIDDEN), ao, self.ao.bias))
        return self.oln(x + F.linear(F.gelu(F.linear(x, fi, self.fi.bias)), fo, self.fo.bias))

    def load(self, tensors: dict[str, Any]) -> None:
        """Weights from ``tensors``, by their names in the model file."""
        with torch.no_grad():
            for name, out, inner in MATRICES:
                matrix = getattr(self, name)
                matrix.weight.copy_(from_blocks(tensors[f"l{self.number}.{name}.w"], (out, inner)))
                matrix.bias.copy_(torch.from_numpy(np.array(tensors[f"l{self.number}.{name}.b"])))
            for name in NORMS:
                norm = getattr(self, name)
                norm.weight.copy_(torch.from_numpy(np.array(tensors[f"l{self.number}.{name}.w"])))
                norm.bias.copy_(torch.from_numpy(np.array(tensors[f"l{self.number}.{name}.b"])))
        self.weights = None

    def arrays(self) -> dict[str, np.ndarray[Any, Any]]:
        """The layer's tensors by their names in the model file."""
        found = {}
        for name, _, _ in MATRICES:
            matrix = getattr(self, name)
            found[f"l{self.number}.{name}.w"] = to_blocks(matrix.weight)
            found[f"l{self.number}.{name}.b"] = matrix.bias.detach().float().cpu().numpy()
        for name in NORMS:
            norm = getattr(self, name)
            found[f"l{self.number}.{name}.w"] = norm.weight.detach().float().cpu().numpy()
            found[f"l{self.number}.{name}.b"] = norm.bias.detach().float().cpu().numpy()
        return found


class Trunk(nn.Module):
    """Embeddings and layers; those below ``tuned_from`` are the file's own and stay as they are.

    ``tensors``: word rows of the vocabulary in use (``emb.word``, Q4_0 blocks), the other
    embeddings, and the layers' blocks. ``numbers``: which of the file's layers are run, in order.
    """

    def __init__(
        self, tensors: dict[str, Any], numbers: list[int], tuned_from: int, types: int = 0
    ) -> None:
        super().__init__()
        blocks = tensors["emb.word"]
        word = from_blocks(blocks, (len(blocks) * BLOCK // HIDDEN, HIDDEN))
        self.word = nn.Embedding.from_pretrained(word, freeze=True)
        self.register_buffer("place", torch.from_numpy(np.asarray(tensors["emb.pos"])))
        self.register_buffer("kind", torch.from_numpy(np.asarray(tensors["emb.type"])[:HIDDEN]))
        self.norm = nn.LayerNorm(HIDDEN, eps=EPSILON)
        with torch.no_grad():
            self.norm.weight.copy_(torch.from_numpy(np.asarray(tensors["emb.ln.w"])))
            self.norm.bias.copy_(torch.from_numpy(np.asarray(tensors["emb.ln.b"])))
        self.norm.requires_grad_(False)
        self.types = nn.Parameter(torch.zeros(types, HIDDEN)) if types else None
        self.tuned_from = tuned_from
        self.layers = nn.ModuleList(Layer(n, tensors) for n in numbers)
        self.tuned = [layer for layer in self.layers if layer.number >= tuned_from]
        # Which layers are not the file's, and so are saved; it goes with the weights.
        self.own: Tensor
        self.register_buffer("own", torch.tensor([n >= tuned_from for n in numbers]))
        for layer in self.layers:
            if layer.number < tuned_from:
                layer.requires_grad_(False)
                for name, _, _ in MATRICES:
                    getattr(layer, name).frozen = True

    def refresh(self) -> None:
        """Round the tuned weights anew: at the start of each step and before measuring."""
        matrices = [getattr(layer, name) for layer in self.tuned for name, _, _ in MATRICES]
        if matrices:
            blocks = torch.cat([m.weight.detach().reshape(-1, BLOCK) for m in matrices])
            deltas = (rounded(blocks) - blocks).split([m.weight.numel() // BLOCK for m in matrices])
            for m, delta in zip(matrices, deltas, strict=True):
                m.delta = delta.view_as(m.weight)
        for layer in self.layers:
            if layer.number >= self.tuned_from or layer.weights is None:
                layer.refresh()

    @torch.no_grad()
    def disperse(self) -> None:
        """Spread the tuned weights over their cells (``dispersed``), to go on training."""
        for layer in self.tuned:
            for name, _, _ in MATRICES:
                matrix = getattr(layer, name)
                matrix.weight.copy_(dispersed(matrix.weight))

    def load(self, tensors: dict[str, Any]) -> list[int]:
        """Take over the layers that ``tensors`` holds, tuned here or not; returns their numbers."""
        found = [f"l{layer.number}.q.w" in tensors for layer in self.layers]
        taken = [layer for layer, there in zip(self.layers, found, strict=True) if there]
        for layer in taken:
            layer.load(tensors)
        self.own |= torch.tensor(found, device=self.own.device)
        return [layer.number for layer in taken]

    def flat(self, groups: list[Tensor], types: list[Tensor] | None = None) -> Tensor:
        """States (tokens, 384) of all ``groups`` of rows, padding among them (see ``grouped``)."""
        told: Sequence[Tensor | None] = types or [None] * len(groups)
        return torch.cat(
            [self(ids, t)[0].reshape(-1, HIDDEN) for ids, t in zip(groups, told, strict=True)]
        )

    def forward(self, ids: Tensor, types: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """Last states (n, t, 384) and the mask (n, t) of real tokens; id -1 is padding."""
        if any(layer.weights is None for layer in self.layers):
            self.refresh()
        real = ids >= 0
        x = self.word(ids.clamp(min=0)) + self.place[: ids.shape[1]] + self.kind
        if types is not None and self.types is not None:
            x = x + F.embedding(types, self.types)
        x = self.norm(x)
        mask = torch.zeros_like(real, dtype=x.dtype).masked_fill(~real, -torch.inf)
        mask = mask[:, None, None, :].expand(-1, HEADS, ids.shape[1], -1)
        for layer in self.layers:
            x = layer(x, mask)
        return x, real

    def arrays(self) -> dict[str, np.ndarray[Any, Any]]:
        found: dict[str, np.ndarray[Any, Any]] = {}
        for layer, own in zip(self.layers, self.own.tolist(), strict=True):
            if own:
                found |= layer.arrays()
        if self.types is not None:
            found["types"] = self.types.detach().float().cpu().numpy()
        return found


def padded(rows: Sequence[Any], device: str) -> Tensor:
    """Id rows of unequal length as int32 (n, t), -1 where there is none."""
    return torch.from_numpy(filled(rows, _wide(max(map(len, rows))), -1)).to(device)


def _wide(width: Any) -> Any:
    return (width + 7) // 8 * 8  # attention on a GPU wants masks in eights


def filled(rows: Sequence[Any], width: int, padding: int) -> np.ndarray[Any, Any]:
    out = np.full((len(rows), width), padding, np.int32)
    for i, row in enumerate(rows):
        out[i, : len(row)] = row
    return out


def splits(lengths: np.ndarray[Any, Any], most: int = 3) -> list[np.ndarray[Any, Any]]:
    """Rows by length in at most three groups, so that little of them is padding."""
    order = np.argsort(lengths, kind="stable")
    n, wide = len(order), _wide(lengths[order])
    at = np.unique(np.linspace(0, n, 33).astype(int))
    ends = wide[np.maximum(at - 1, 0)]
    first, second = np.meshgrid(np.arange(len(at)), np.arange(len(at)), indexing="ij")
    cost = (
        at[first] * ends[first]
        + (at[second] - at[first]) * ends[second]
        + (n - at[second]) * wide[-1]
    ).astype(float)
    cost[first > second] = np.inf
    if most < 3:
        cost[first > 0] = np.inf
    i, j = np.unravel_index(int(cost.argmin()), cost.shape)
    return [part for part in np.split(order, [at[i], at[j]]) if len(part)]


def grouped(
    rows: Sequence[Any], types: Sequence[Any] | None = None, most: int = 3
) -> tuple[list[Any], list[Any], np.ndarray[Any, Any]]:
    """Rows (and types) padded in groups, and where each row begins in ``Trunk.flat`` of them."""
    lengths = np.array([len(row) for row in rows])
    base = np.zeros(len(rows), np.int64)
    ids, kinds, at = [], [], 0
    for part in splits(lengths, most):
        width = int(_wide(lengths[part[-1]]))
        ids.append(filled([rows[i] for i in part], width, -1))
        if types is not None:
            kinds.append(filled([types[i] for i in part], width, 0))
        base[part] = at + width * np.arange(len(part))
        at += width * len(part)
    return ids, kinds, base


def spanned(starts: np.ndarray[Any, Any], ends: np.ndarray[Any, Any]) -> dict[str, Any]:
    """What ``means`` needs of spans: the tokens inside, whose they are, how many each has."""
    counts = np.maximum(ends - starts, 1)
    begin = np.cumsum(counts) - counts
    return {
        "tokens": np.arange(counts.sum()) + np.repeat(starts - begin, counts),
        "owner": np.repeat(np.arange(len(counts)), counts),
        "counts": counts.astype(np.float32),
    }


def means(flat: Tensor, spans: dict[str, Tensor]) -> Tensor:
    """Means (s, 384) of rows of ``flat`` over ``spans`` (on the device)."""
    inside = flat.float().index_select(0, spans["tokens"])
    sums = inside.new_zeros(len(spans["counts"]), flat.shape[1])
    return sums.index_add(0, spans["owner"], inside) / spans["counts"][:, None]


def pooled(states: Tensor, spans: Sequence[tuple[int, int, int]]) -> Tensor:
    """Means (s, 384) of ``states[row, start:end]`` for each span (row, start, end)."""
    n, t, _ = states.shape
    row, start, end = np.asarray(spans, np.int64).reshape(-1, 3).T
    told = on_device(spanned(row * t + start, row * t + end), str(states.device))
    return means(states.reshape(n * t, HIDDEN), told)


def on_device(made: Any, device: str) -> Any:
    """``made`` with its arrays, in lists, tuples and dicts too, as tensors on the device."""
    if isinstance(made, dict):
        return {k: on_device(v, device) for k, v in made.items()}
    if isinstance(made, (list, tuple)):
        return [on_device(v, device) for v in made]
    if isinstance(made, np.ndarray):
        tensor = torch.from_numpy(np.ascontiguousarray(made))
        if device.startswith("cuda"):  # copies of pinned memory do not wait for the device
            return tensor.pin_memory().to(device, non_blocking=True)
        return tensor
    return made


def unit(x: Tensor) -> Tensor:
    return F.normalize(x.float(), dim=-1)
