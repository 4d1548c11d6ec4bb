"""Checkpoints of openai-whisper: recognised without running them, and rebuilt from CTranslate2 weights."""

import json
import os
import pickletools
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.errors import Progress, UserError, no_progress
from app.speech.ctranslate2_weights import Weights

if TYPE_CHECKING:
    import numpy as np

    from app.speech.models import Model


def look_like_checkpoint(path: Path, on_progress: Progress = no_progress) -> bool:
    """Whether a .pt file is whole (every member's CRC) and names what a Whisper checkpoint holds.

    The pickle inside is only read, never run: unpickling a stranger's file would run a stranger's code.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            pickles = [name for name in archive.namelist() if name.endswith("/data.pkl")]
            if len(pickles) != 1:
                return False
            words = {
                argument for _, argument, _ in pickletools.genops(archive.read(pickles[0])) if isinstance(argument, str)
            }
            for name in archive.namelist():
                on_progress(None, "正在检查模型")
                with archive.open(name) as member:
                    while member.read(1 << 20):
                        pass
    except (OSError, zipfile.BadZipFile, ValueError):
        return False
    return {"dims", "model_state_dict", "n_text_layer", "decoder.token_embedding.weight"} <= words


def rebuild_checkpoint(model: "Model", target_pt: Path, on_progress: Progress = no_progress) -> Path:
    """Write the weights of a CTranslate2 model as a checkpoint that `whisper.load_model` takes.

    The two formats differ in names and in fused projections: `self_attention/linear_0` is query, key and
    value one under the other, `attention/linear_1` key and value. Keys have no bias in Whisper; the zeros
    that CTranslate2 stores for them are dropped. float16 as stored, 145 MB for base. Needs openai-whisper.
    """
    try:
        import torch
    except ImportError:
        raise UserError(
            "没有安装 openai-whisper，无法生成 .pt 模型。", "请安装完整版：python3 start.py（不带 --lite）。"
        ) from None

    weights = Weights.open(model.path / "model.bin")
    config = json.loads((model.path / "config.json").read_text(encoding="utf-8"))
    state = {}
    for name, values in _openai_arrays(weights):
        on_progress(None, "正在转换模型")
        state[name] = torch.from_numpy(values).to(torch.float16)
    checkpoint = {"dims": _dimensions(weights), "model_state_dict": state}
    # Read back by our own engine; openai-whisper knows them only for its published names.
    checkpoint["alignment_heads"] = config["alignment_heads"]
    target_pt = Path(target_pt)
    target_pt.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(suffix=".tmp", dir=target_pt.parent)
    os.close(handle)
    try:
        torch.save(checkpoint, temporary)
        os.chmod(temporary, 0o644)
        os.replace(temporary, target_pt)
    except OSError as error:
        raise UserError(
            f"写不出模型文件“{target_pt.name}”：{error.strerror}。", "请清理磁盘空间或检查文件夹权限。"
        ) from None
    finally:
        Path(temporary).unlink(missing_ok=True)
    return target_pt


def _dimensions(weights: Weights) -> dict[str, int]:
    variables = weights.variables

    def layers(side: str) -> int:
        return len({name.split("/")[1] for name in variables if name.startswith(f"{side}/layer_")} - {"layer_norm"})

    state, mels, _ = variables["encoder/conv1/weight"].shape
    vocabulary, _ = variables["decoder/embeddings/weight"].shape
    return {
        "n_mels": mels,
        "n_vocab": vocabulary,
        "n_audio_ctx": variables["encoder/position_encodings/encodings"].shape[0],
        "n_audio_state": state,
        "n_audio_head": int(weights.array("encoder/num_heads")),
        "n_audio_layer": layers("encoder"),
        "n_text_ctx": variables["decoder/position_encodings/encodings"].shape[0],
        "n_text_state": state,
        "n_text_head": int(weights.array("decoder/num_heads")),
        "n_text_layer": layers("decoder"),
    }


def _openai_arrays(weights: Weights) -> Iterator[tuple[str, "np.ndarray"]]:
    def norm(theirs: str, ours: str) -> Iterator[tuple[str, "np.ndarray"]]:
        yield f"{ours}.weight", weights.array(f"{theirs}/gamma")
        yield f"{ours}.bias", weights.array(f"{theirs}/beta")

    def linear(theirs: str, *ours: str) -> Iterator[tuple[str, "np.ndarray"]]:
        count = len(ours)
        matrices = _thirds(weights.array(f"{theirs}/weight"), count)
        biases = _thirds(weights.array(f"{theirs}/bias"), count)
        for name, matrix, bias in zip(ours, matrices, biases, strict=True):
            yield f"{name}.weight", matrix
            if not name.endswith(".key"):
                yield f"{name}.bias", bias

    for conv in ("conv1", "conv2"):
        yield from linear(f"encoder/{conv}", f"encoder.{conv}")
    yield "encoder.positional_embedding", weights.array("encoder/position_encodings/encodings")
    yield "decoder.positional_embedding", weights.array("decoder/position_encodings/encodings")
    yield "decoder.token_embedding.weight", weights.array("decoder/embeddings/weight")
    yield from norm("encoder/layer_norm", "encoder.ln_post")
    yield from norm("decoder/layer_norm", "decoder.ln")
    dimensions = _dimensions(weights)
    for side, count in (("encoder", dimensions["n_audio_layer"]), ("decoder", dimensions["n_text_layer"])):
        for number in range(count):
            theirs, ours = f"{side}/layer_{number}", f"{side}.blocks.{number}"
            own = f"{ours}.attn"
            yield from norm(f"{theirs}/self_attention/layer_norm", f"{ours}.attn_ln")
            yield from linear(f"{theirs}/self_attention/linear_0", f"{own}.query", f"{own}.key", f"{own}.value")
            yield from linear(f"{theirs}/self_attention/linear_1", f"{own}.out")
            if side == "decoder":
                cross = f"{ours}.cross_attn"
                yield from norm(f"{theirs}/attention/layer_norm", f"{ours}.cross_attn_ln")
                yield from linear(f"{theirs}/attention/linear_0", f"{cross}.query")
                yield from linear(f"{theirs}/attention/linear_1", f"{cross}.key", f"{cross}.value")
                yield from linear(f"{theirs}/attention/linear_2", f"{cross}.out")
            yield from norm(f"{theirs}/ffn/layer_norm", f"{ours}.mlp_ln")
            yield from linear(f"{theirs}/ffn/linear_0", f"{ours}.mlp.0")
            yield from linear(f"{theirs}/ffn/linear_1", f"{ours}.mlp.2")


def _thirds(values: "np.ndarray", count: int) -> list["np.ndarray"]:
    """`count` equal parts along the first axis, each contiguous."""
    size = values.shape[0] // count
    return [values[i * size : (i + 1) * size].copy() for i in range(count)]
