"""A trained network -> NAME.onnx and NAME.json, in the form that kg.annotate.ner_model reads."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from kg.resources.models.convert_fool_ner import dumps, shortest
from kg.train.network import BothWays, Floats, Network, onnx_order

OPSET, IR = 17, 8


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
