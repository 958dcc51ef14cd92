"""A trained network -> NAME.onnx and NAME.json, in the form that kg.annotate.ner_model reads; and back."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

from kg.annotate.ner_model import read_model
from kg.errors import DataFileError
from kg.resources.models.convert_fool_ner import dumps, fields, shortest
from kg.train.network import BothWays, Floats, Network, onnx_order, torch_order

OPSET, IR = 17, 8
FLOAT = 1  # TensorProto.DataType


def layer(name: str, both: BothWays) -> dict[str, Floats]:
    """The arrays NAME_W, NAME_R and NAME_B of ONNX's operator LSTM."""
    states = [
        {key: value.numpy() for key, value in side.state_dict().items()} for side in (both.left, both.right)
    ]
    rows = {
        "W": [onnx_order(state["weight_ih_l0"]) for state in states],
        "R": [onnx_order(state["weight_hh_l0"]) for state in states],
        "B": [
            np.concatenate([onnx_order(state["bias_ih_l0"]), onnx_order(state["bias_hh_l0"])])
            for state in states
        ],
    }
    return {f"{name}_{key}": np.stack(arrays) for key, arrays in rows.items()}


def to_onnx(network: Network) -> bytes:
    """chars [time, batch], features [time, batch, channel], lengths [batch] -> logits [time, batch, tag].

    All numbers of the inputs are 32-bit integers. The same network gives the same bytes.
    """
    from onnx import TensorProto, checker, helper, numpy_helper

    shape = network.shape
    arrays: dict[str, Any] = {
        "embedding": network.embedding.weight.detach().numpy(),
        **layer("first", network.first),
        "offsets": network.offsets.numpy().astype(np.int32),
        "table": network.features.weight.detach().numpy(),
        **layer("second", network.second),
        "output_w": network.output.weight.detach().numpy().T,
        "output_b": network.output.bias.detach().numpy(),
        "flat": np.array([0, 0, -1], np.int64),
    }
    node = helper.make_node
    nodes = [
        node("Gather", ["embedding", "chars"], ["embedded"]),
        *_lstm("first", "embedded", network.first.left.hidden_size),
        node("Add", ["features", "offsets"], ["rows"]),
        node("Gather", ["table", "rows"], ["looked"]),
        node("Reshape", ["looked", "flat"], ["known"]),
        node("Concat", ["first_out", "known"], ["joined"], axis=2),
        *_lstm("second", "joined", shape.hidden),
        node("MatMul", ["second_out", "output_w"], ["scores"]),
        node("Add", ["scores", "output_b"], ["logits"]),
    ]
    value, integer = helper.make_tensor_value_info, TensorProto.INT32
    graph = helper.make_graph(
        nodes,
        "own-ner",
        [
            value("chars", integer, ["time", "batch"]),
            value("features", integer, ["time", "batch", len(shape.channels)]),
            value("lengths", integer, ["batch"]),
        ],
        [value("logits", TensorProto.FLOAT, ["time", "batch", shape.tags])],
        [numpy_helper.from_array(np.ascontiguousarray(array), name) for name, array in arrays.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], producer_name="kg")
    model.ir_version = IR
    checker.check_model(model)
    return bytes(model.SerializeToString(deterministic=True))


def _lstm(name: str, source: str, hidden: int) -> list[Any]:
    from onnx import helper

    weights = [f"{name}_{key}" for key in "WRB"]
    return [
        helper.make_node(
            "LSTM",
            [source, *weights, "lengths"],
            [f"{name}_states"],
            direction="bidirectional",
            hidden_size=hidden,
        ),
        helper.make_node("Transpose", [f"{name}_states"], [f"{name}_turned"], perm=[0, 2, 1, 3]),
        helper.make_node("Reshape", [f"{name}_turned", "flat"], [f"{name}_out"]),
    ]


def write(
    network: Network, tags: Sequence[str], characters: Mapping[str, int], about: Mapping[str, Any], out: Path
) -> None:
    """Write OUT (.onnx) and beside it the card (.json): `about`, checksum, tags, transitions, characters."""
    network.eval()
    model = to_onnx(network)
    start = network.start.detach().numpy()
    transitions = np.vstack([network.transitions.detach().numpy(), start])
    transitions = np.hstack([transitions, np.zeros((len(transitions), 1), np.float32)])
    card = {
        **about,
        "model": out.name,
        "model_sha256": hashlib.sha256(model).hexdigest(),
        "tags": list(tags),
        "transitions": [shortest(row) for row in transitions],
        "characters": dict(characters),
    }
    out.write_bytes(model)
    out.with_suffix(".json").write_text(dumps(card), encoding="utf-8", newline="\n")


def read_arrays(path: Path) -> dict[str, Floats]:
    """The named weights of a packaged model or one of `write`, read from its protobuf without onnx."""
    model, _ = read_model(path)
    graph = next(value for number, value in fields(model) if number == 7)
    found: dict[str, Floats] = {}
    for number, message in fields(graph):
        parts = list(fields(message)) if number == 5 else []
        content = dict(parts)
        if content.get(2) == FLOAT:
            shape = [value for part, value in parts if part == 1]
            found[content[8].decode()] = np.frombuffer(content[9], "<f4").reshape(shape)
    return found


def hidden_size(path: Path) -> int:
    """The size of the second layer of a file that `write` made."""
    arrays = read_arrays(path)
    if "second_R" not in arrays:
        raise _no_tagger(path)
    return int(arrays["second_R"].shape[2])


def restore(network: Network, tags: Sequence[str], path: Path) -> None:
    """Give `network` the weights of a file that `write` made for one of the same tags and shape."""
    arrays, card = read_arrays(path), read_model(path)[1]
    transitions = np.array(card["transitions"], np.float32)
    try:
        if card["tags"] != list(tags):
            raise ValueError("other tags")
        state = {
            "embedding.weight": arrays["embedding"],
            "features.weight": arrays["table"],
            "output.weight": arrays["output_w"].T,
            "output.bias": arrays["output_b"],
            "start": transitions[-1, :-1],
            "transitions": transitions[:-1, :-1],
            "offsets": network.offsets.numpy(),
            **_states("first", arrays),
            **_states("second", arrays),
        }
        network.load_state_dict({name: torch.tensor(array.copy()) for name, array in state.items()})
    except (KeyError, ValueError, RuntimeError) as error:
        raise _no_tagger(path) from error


def _no_tagger(path: Path) -> DataFileError:
    found, advice = "not a tagger of these tags and features", "name a file that `kg train` made"
    return DataFileError(os.fspath(path), found, advice)


def _states(name: str, arrays: Mapping[str, Floats]) -> dict[str, Floats]:
    """The weights of a layer by the names of torch."""
    found = {}
    for number, side in enumerate(("left", "right")):
        bias = arrays[f"{name}_B"][number]
        parts = {
            "weight_ih_l0": arrays[f"{name}_W"][number],
            "weight_hh_l0": arrays[f"{name}_R"][number],
            "bias_ih_l0": bias[: len(bias) // 2],
            "bias_hh_l0": bias[len(bias) // 2 :],
        }
        found.update({f"{name}.{side}.{part}": torch_order(array) for part, array in parts.items()})
    return found
