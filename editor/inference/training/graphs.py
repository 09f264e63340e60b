"""ONNX graphs without numbers of their own: they point into a file of half precision weights."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn

from editor.errors import InvalidOption
from editor.inference.embedded.files import Header

Halves = dict[str, npt.NDArray[np.float16]]
"""Name of a module's tensor -> its numbers."""
INLINE = 64
"""A constant of so few numbers (the sizes of a reshape) may stay in the graph."""
HALF, SINGLE = "/half", "/single"


def traced(module: nn.Module, example: Tensor, dynamic_axes: Mapping[int, str]) -> onnx.ModelProto:
    """The module's graph with its numbers still inside, and nothing told about this machine."""
    # A length of 1 would be taken for a constant.
    repeats = [
        2 if axis in dynamic_axes and size == 1 else 1 for axis, size in enumerate(example.shape)
    ]
    axes = dict.fromkeys(dynamic_axes, torch.export.Dim.DYNAMIC)
    program = torch.onnx.export(
        module,
        (example.repeat(repeats),),
        dynamo=True,
        dynamic_shapes=(axes,) if axes else None,
        input_names=["picture"],
        verbose=False,
    )
    if program is None:
        raise InvalidOption("This module can't be written as a graph.")
    model: onnx.ModelProto = program.model_proto
    return _bare(model)


def pointing(model: onnx.ModelProto, halves: Halves, header: Header, file: str) -> onnx.ModelProto:
    """The graph with every large constant read from `file`, whose header is given.

    InvalidOption when it holds numbers that are no tensor of the module, nor one transposed.
    """
    made = onnx.ModelProto()
    made.CopyFrom(model)
    graph = made.graph
    constants = list(graph.initializer)
    del graph.initializer[:]
    before: dict[str, list[onnx.NodeProto]] = {}
    for constant in constants:
        if constant.data_type != TensorProto.FLOAT or np.prod(constant.dims) <= INLINE:
            graph.initializer.append(constant)
            continue
        name, turned = _source(constant, halves)
        if name not in before:
            graph.initializer.append(_outside(name, halves[name], header, file))
            before[name] = [helper.make_node("Cast", [name + HALF], [name + SINGLE], to=1)]
        before[name].append(_given_as(constant.name, name, turned))
    nodes = [node for some in before.values() for node in some] + list(graph.node)
    del graph.node[:]
    graph.node.extend(nodes)
    return made


def _given_as(wanted: str, name: str, turned: bool) -> onnx.NodeProto:
    if turned:
        return helper.make_node("Transpose", [name + SINGLE], [wanted], perm=[1, 0])
    return helper.make_node("Identity", [name + SINGLE], [wanted])


def _source(constant: TensorProto, halves: Halves) -> tuple[str, bool]:
    """The module's tensor with these numbers, and whether it is transposed."""
    values = numpy_helper.to_array(constant)
    for name in (constant.name, *halves):
        if name not in halves:
            continue
        one = halves[name]
        if one.shape == values.shape and np.array_equal(one.astype(np.float32), values):
            return name, False
        if one.ndim == 2 and one.T.shape == values.shape and np.array_equal(one.T, values):
            return name, True
    raise InvalidOption(
        f"The graph holds {values.size} numbers that no tensor of the module holds.",
        remedy="Register constants as buffers, and don't compute with weights alone.",
    )


def _outside(name: str, half: npt.NDArray[np.float16], header: Header, file: str) -> TensorProto:
    offset, length = header.place(name)
    tensor = TensorProto(name=name + HALF, data_type=TensorProto.FLOAT16, dims=half.shape)
    tensor.data_location = TensorProto.EXTERNAL
    for key, value in (("location", file), ("offset", offset), ("length", length)):
        tensor.external_data.add(key=key, value=str(value))
    return tensor


def _bare(model: onnx.ModelProto) -> onnx.ModelProto:
    """Without what the exporter notes for people who look for its mistakes: paths, and code."""
    graph = model.graph
    del model.metadata_props[:]
    del graph.metadata_props[:]
    del graph.value_info[:]
    graph.name = "studio"
    for part in (*graph.node, *graph.input, *graph.output, *graph.initializer):
        del part.metadata_props[:]
        part.doc_string = ""
    return model
