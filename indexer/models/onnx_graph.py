"""Writes an ONNX model as bytes, so that a graph needs neither the onnx package nor torch.

ONNX is Protocol Buffers; the field numbers below are those of onnx.proto (ir_version 10). A field
is its number and wire type as a varint, then a varint (0), or a length and bytes (2), or four
bytes (5): https://protobuf.dev/programming-guides/encoding/.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

_IR_VERSION = 10
_OPSET = 21
_MICROSOFT = "com.microsoft"  # onnxruntime's own operators
_ELEMENT = {"float32": 1, "uint8": 2, "int8": 3, "int64": 7}  # TensorProto.DataType
_FLOAT, _INT = 1, 2  # AttributeProto.AttributeType


class Graph:
    """Nodes and constants in the order they are added; ``serialised`` gives the model."""

    def __init__(self) -> None:
        self._nodes: list[bytes] = []
        self._constants: list[bytes] = []
        self._names = 0

    def constant(self, values: NDArray[Any] | np.generic) -> str:
        """The name of a constant of these values."""
        name = self._new_name()
        dims = b"".join(_varint_field(1, size) for size in values.shape)
        kind = _varint_field(2, _ELEMENT[values.dtype.name])
        raw = _bytes_field(9, values.tobytes())
        self._constants.append(dims + kind + _text_field(8, name) + raw)
        return name

    def add(
        self,
        operator: str,
        inputs: Sequence[str],
        *,
        outputs: int = 1,
        own: bool = False,
        **attributes: int | float,
    ) -> list[str]:
        """A node and the names of its outputs. ``own``: one of onnxruntime's own operators.

        An input "" is left out.
        """
        names = [self._new_name() for _ in range(outputs)]
        node = b"".join(_text_field(1, name) for name in inputs)
        node += b"".join(_text_field(2, name) for name in names) + _text_field(4, operator)
        node += b"".join(_bytes_field(5, _attribute(*item)) for item in attributes.items())
        self._nodes.append(node + (_text_field(7, _MICROSOFT) if own else b""))
        return names

    def serialised(self, inputs: dict[str, Sequence[int | str]], outputs: dict[str, str]) -> bytes:
        """The model. ``inputs``: shape of each; ``outputs``: the tensor that each name gives.

        A size that varies is named by a word. All inputs and outputs are float32.
        """
        nodes = list(self._nodes)
        for name, tensor in outputs.items():
            identity = _text_field(1, tensor) + _text_field(2, name) + _text_field(4, "Identity")
            nodes.append(identity)
        graph = b"".join(_bytes_field(1, node) for node in nodes) + _text_field(2, "encoder")
        graph += b"".join(_bytes_field(5, constant) for constant in self._constants)
        graph += b"".join(_bytes_field(11, _value(name, shape)) for name, shape in inputs.items())
        graph += b"".join(_bytes_field(12, _value(name, None)) for name in outputs)
        opsets = _bytes_field(8, _varint_field(2, _OPSET))
        opsets += _bytes_field(8, _text_field(1, _MICROSOFT) + _varint_field(2, 1))
        return _varint_field(1, _IR_VERSION) + _bytes_field(7, graph) + opsets

    def _new_name(self) -> str:
        self._names += 1
        return f"t{self._names}"


def _attribute(name: str, value: int | float) -> bytes:
    if isinstance(value, int):
        content, kind = _varint_field(3, value), _INT
    else:
        content, kind = _varint(2 << 3 | 5) + struct.pack("<f", value), _FLOAT
    return _text_field(1, name) + content + _varint_field(20, kind)


def _value(name: str, shape: Sequence[int | str] | None) -> bytes:
    """ValueInfoProto: a float32 tensor, of any shape for None."""
    tensor = _varint_field(1, _ELEMENT["float32"])
    if shape is not None:
        dims = (
            _varint_field(1, size) if isinstance(size, int) else _text_field(2, size)
            for size in shape
        )
        tensor += _bytes_field(2, b"".join(_bytes_field(1, dim) for dim in dims))
    return _text_field(1, name) + _bytes_field(2, _bytes_field(1, tensor))


def _varint(value: int) -> bytes:
    value &= 2**64 - 1  # a negative number is written as its 64-bit complement
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)


def _varint_field(number: int, value: int) -> bytes:
    return _varint(number << 3) + _varint(value)


def _bytes_field(number: int, value: bytes) -> bytes:
    return _varint(number << 3 | 2) + _varint(len(value)) + value


def _text_field(number: int, value: str) -> bytes:
    return _bytes_field(number, value.encode())
