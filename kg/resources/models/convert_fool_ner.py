"""FoolNLTK's named-entity weights -> ONNX, without TensorFlow.

    python -m kg.resources.models.convert_fool_ner SDIST_DIR OUT.onnx

SDIST_DIR is the unpacked source distribution foolnltk 0.1.7; OUT.json is written beside OUT.onnx.
The same input gives the same bytes. Needs the package onnx, which tagging itself does not.

The frozen TensorFlow graph is a character BiLSTM-CRF: embeddings of 100, two directions of 100,
a tanh layer of 100, 25 tags, a transition matrix with a 26th row for the start. Two conventions
differ: BasicLSTMCell keeps its gates in the order i, j, f, o in one kernel [input + state, 4 * 100]
and adds 1.0 to the forget gate at run time; ONNX orders them i, o, f, c, keeps input and state
weights apart and adds nothing. The row of the padding id, zero, is stored nowhere in the graph but
put in front of the embeddings when it runs.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import numpy as np
from numpy.typing import NDArray

from kg.errors import DataFileError, MissingExtraError, MissingPathError

Floats = NDArray[np.float32]

SOURCES = {
    "data/ner.pb": "376b3376e2c4c6a4f3d04f74e7c1ba4d792bded4c8ab92c5a722f85eb0a0bd48",
    "data/map.zip": "f3050acfc4b68bd76b7390e2e8d1d312d43fa67039c9e0a958bd5dbb69983856",
}
CARD = {
    "name": "fool-ner",
    "origin": "foolnltk 0.1.7 (source distribution on PyPI), https://github.com/rockyzhengwu/FoolNLTK",
    "author": "wu.zheng",
    "licence": "Apache-2.0",
    "licence_evidence": "https://github.com/rockyzhengwu/FoolNLTK/issues/3",
}
FORGET_BIAS = 1.0
PADDING, UNKNOWN = "<PAD>", "<OOV>"


def varint(data: bytes, at: int) -> tuple[int, int]:
    """The base-128 number at `at`, and the offset after it."""
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7


def fields(data: bytes) -> Iterator[tuple[int, Any]]:
    """Number and content of each field of a protobuf message: int, or bytes where it has a length."""
    at = 0
    while at < len(data):
        key, at = varint(data, at)
        number, wire = key >> 3, key & 7
        if wire == 0:
            value, at = varint(data, at)
            yield number, value
        elif wire in (1, 5):
            width = 8 if wire == 1 else 4
            yield number, data[at : at + width]
            at += width
        elif wire == 2:
            length, at = varint(data, at)
            yield number, data[at : at + length]
            at += length
        else:
            raise ValueError(f"wire type {wire} at offset {at}")


def tensor(message: bytes) -> Floats | None:
    """A TensorProto of 32-bit floats as an array; None for other types and for scalars' short form."""
    kind, shape, content = 0, [], b""
    for number, value in fields(message):
        if number == 1:
            kind = value
        elif number == 2:
            shape = [dict(fields(dim)).get(1, 0) for number, dim in fields(value) if number == 2]
        elif number == 4:
            content = value
    if kind != 1 or not content:
        return None
    return np.frombuffer(content, "<f4").reshape(shape)


def constants(graph: bytes) -> dict[str, Floats]:
    """The float constants of a frozen GraphDef, by name."""
    found = {}
    for number, node in fields(graph):
        if number != 1:
            continue
        name = operation = ""
        content: Floats | None = None
        for part, value in fields(node):
            if part == 1:
                name = value.decode()
            elif part == 2:
                operation = value.decode()
            elif part == 5 and (entry := dict(fields(value)))[1] == b"value":
                content = next((tensor(v) for n, v in fields(entry[2]) if n == 8), None)
        if operation == "Const" and content is not None and content.size > 1:
            found[name] = content
    return found


def gates(kernel: Floats) -> Floats:
    """Columns i, j, f, o of BasicLSTMCell as rows i, o, f, c of ONNX."""
    i, j, f, o = np.split(kernel, 4, axis=-1)
    return np.concatenate([i, o, f, j], axis=-1).T


def direction(weights: dict[str, Floats], side: str) -> tuple[Floats, Floats, Floats]:
    """W [4h, input], R [4h, h] and B [8h] of one direction ("fw" or "bw")."""
    cell = f"char_bilstm/bidirectional_rnn/{side}/basic_lstm_cell/"
    kernel, bias = weights[cell + "kernel"], weights[cell + "bias"]
    hidden = bias.size // 4
    i, j, f, o = np.split(bias, 4)
    ordered = np.concatenate([i, o, f + np.float32(FORGET_BIAS), j])
    return gates(kernel[:-hidden]), gates(kernel[-hidden:]), np.concatenate([ordered, np.zeros_like(ordered)])


def build(weights: dict[str, Floats]) -> bytes:
    """The ONNX model: chars int32 [time, batch], lengths int32 [batch] -> logits [time, batch, tags]."""
    try:
        from onnx import TensorProto, checker, helper, numpy_helper
    except ImportError as error:
        raise MissingExtraError(
            "convert_fool_ner", "the package onnx is not installed", "pip install onnx"
        ) from error

    embedding = weights["char_embeding"]
    forward, backward = direction(weights, "fw"), direction(weights, "bw")
    hidden = forward[1].shape[1]
    tags = weights["project/output/b_out"].size
    arrays = {
        "embedding": np.concatenate([np.zeros((1, embedding.shape[1]), np.float32), embedding]),
        "W": np.stack([forward[0], backward[0]]),
        "R": np.stack([forward[1], backward[1]]),
        "B": np.stack([forward[2], backward[2]]),
        "hidden_w": weights["project/hidden/w_tanh"],
        "hidden_b": weights["project/hidden/b_tanh"],
        "output_w": weights["project/output/w_out"],
        "output_b": weights["project/output/b_out"],
        "flat": np.array([-1, 2 * hidden], np.int64),
        "last": np.array([tags], np.int64),
    }
    nodes = [
        helper.make_node("Gather", ["embedding", "chars"], ["embedded"]),
        helper.make_node(
            "LSTM",
            ["embedded", "W", "R", "B", "lengths"],
            ["states"],
            direction="bidirectional",
            hidden_size=hidden,
        ),
        helper.make_node("Transpose", ["states"], ["joined"], perm=[0, 2, 1, 3]),
        helper.make_node("Reshape", ["joined", "flat"], ["rows"]),
        helper.make_node("Gemm", ["rows", "hidden_w", "hidden_b"], ["hidden"]),
        helper.make_node("Tanh", ["hidden"], ["activated"]),
        helper.make_node("Gemm", ["activated", "output_w", "output_b"], ["scores"]),
        helper.make_node("Shape", ["chars"], ["size"]),
        helper.make_node("Concat", ["size", "last"], ["shape"], axis=0),
        helper.make_node("Reshape", ["scores", "shape"], ["logits"]),
    ]
    graph = helper.make_graph(
        nodes,
        "fool-ner",
        [
            helper.make_tensor_value_info("chars", TensorProto.INT32, ["time", "batch"]),
            helper.make_tensor_value_info("lengths", TensorProto.INT32, ["batch"]),
        ],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["time", "batch", tags])],
        [numpy_helper.from_array(np.ascontiguousarray(array), name) for name, array in arrays.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], producer_name="kg")
    model.ir_version = 8
    checker.check_model(model)
    return bytes(model.SerializeToString(deterministic=True))


def names(archive: Path) -> tuple[list[str], list[str]]:
    """Characters and tags in the order of their ids."""
    with ZipFile(archive) as bundle:
        maps = json.loads(bundle.read("all_map.json"))
    characters = sorted(maps["char_map"], key=maps["char_map"].__getitem__)
    tags = [maps["ner_map"][str(number)] for number in range(len(maps["ner_map"]))]
    return characters, tags


def shortest(values: Floats) -> list[float]:
    """Decimal numbers that give the same 32-bit floats when read."""
    return [float(str(value)) for value in values]


def convert(sdist: Path, out: Path) -> None:
    """Write OUT.onnx and OUT.json from the unpacked source distribution.

    Raises MissingPathError where a source is not there, DataFileError where it is another version,
    MissingExtraError without the package onnx.
    """
    for name, digest in SOURCES.items():
        source = sdist / name
        if not source.is_file():
            raise MissingPathError(source, "no such file", "give the folder of the unpacked foolnltk-0.1.7")
        if (found := hashlib.sha256(source.read_bytes()).hexdigest()) != digest:
            raise DataFileError(source, f"sha256 {found}", f"expected {digest}, of foolnltk 0.1.7")
    weights = constants((sdist / "data/ner.pb").read_bytes())
    characters, tags = names(sdist / "data/map.zip")
    model = build(weights)
    out.write_bytes(model)
    card = {
        **CARD,
        "source_sha256": SOURCES,
        "model": out.name,
        "model_sha256": hashlib.sha256(model).hexdigest(),
        "padding": characters.index(PADDING),
        "unknown": characters.index(UNKNOWN),
        "tags": tags,
        "transitions": [shortest(row) for row in weights["crf_loss/transitions"]],
        "characters": {character: number for number, character in enumerate(characters)},
    }
    out.with_suffix(".json").write_text(dumps(card), encoding="utf-8", newline="\n")


def dumps(card: dict[str, Any]) -> str:
    """JSON with one line for each entry and for each row of the matrix."""
    lines = []
    for key, value in card.items():
        text = json.dumps(value, ensure_ascii=False)
        if key == "transitions":
            text = "[\n" + ",\n".join("  " + json.dumps(row) for row in value) + "\n ]"
        lines.append(f" {json.dumps(key)}: {text}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def main(arguments: list[str]) -> None:
    if len(arguments) != 2:
        raise SystemExit("usage: python -m kg.resources.models.convert_fool_ner SDIST_DIR OUT.onnx")
    convert(Path(arguments[0]), Path(arguments[1]))


if __name__ == "__main__":
    main(sys.argv[1:])
