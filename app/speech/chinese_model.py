"""A Whisper model cut down in memory to what hearing Chinese needs, without changing what it computes.

Whisper chooses each token among 51,865, most of them of other languages; choosing among the Chinese ones,
digits, Latin letters and time stamps takes a third of the time and cannot wander into Korean over noise.
The encoder is quickest on all cores, the decoder, with its tiny matrices, on one: so each becomes a model
of its own, and together they take no more memory than the whole.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from app.speech.ctranslate2_weights import Weights

_EMBEDDINGS = "decoder/embeddings/weight"
# CTranslate2 wants one layer at least in either half, used or not.
_LATER_LAYER = re.compile(r"/layer_[1-9]")
# CJK ideographs with extension A, CJK punctuation, full-width forms, dashes and quotes.
_CHINESE = re.compile(r"[\u4e00-\u9fff\u3400-\u4dbf\u3000-\u303f\uff00-\uff5e\u2010-\u203a 0-9]*")
# English words are written from pieces of up to three letters, abbreviations whole: APP, PDF, WIFI.
_LATIN = re.compile(r" ?([0-9]+|[A-Z]{1,4}|[A-Za-z]{1,3}|[^A-Za-z0-9]{1,2})")


@dataclass(frozen=True, slots=True)
class ChineseModel:
    """Files for two CTranslate2 models and the tokens they know: `kept[i]` is the full model's number of token i."""

    encoder: dict[str, bytes]
    decoder: dict[str, bytes]
    kept: list[int]


def cut_down(files: Mapping[str, bytes]) -> ChineseModel:
    """From the files of a whole model. Raises UserError if `model.bin` cannot be read."""
    weights = Weights.parse(memoryview(files["model.bin"]))
    kept = _kept(json.loads(files["tokenizer.json"]), weights.variables[_EMBEDDINGS].shape[0])
    number = {old: new for new, old in enumerate(kept)}
    rows = np.array(kept)
    fewer = {name: v.rows(rows) for name, v in weights.variables.items() if name.startswith(_EMBEDDINGS) and v.shape}
    config = json.loads(files["config.json"])
    for list_of_tokens in ("lang_ids", "suppress_ids", "suppress_ids_begin"):
        config[list_of_tokens] = [number[old] for old in config[list_of_tokens] if old in number]
    # Some conversions keep their vocabulary as JSON, some as lines.
    vocabulary = next(name for name in files if name.startswith("vocabulary."))
    if vocabulary.endswith(".json"):
        tokens = json.loads(files[vocabulary])
        fewer_tokens = json.dumps([tokens[old] for old in kept]).encode()
    else:
        tokens = files[vocabulary].decode("utf-8").split("\n")
        fewer_tokens = "".join(f"{tokens[old]}\n" for old in kept).encode("utf-8")
    small = {"config.json": json.dumps(config).encode(), vocabulary: fewer_tokens}
    encoder = weights.written(lambda name: not name.startswith("decoder/") or not _LATER_LAYER.search(name), fewer)
    decoder = weights.written(lambda name: not name.startswith("encoder/") or not _LATER_LAYER.search(name), fewer)
    return ChineseModel({**small, "model.bin": encoder}, {**small, "model.bin": decoder}, kept)


def _kept(tokenizer: dict, count: int) -> list[int]:
    special = {token["id"] for token in tokenizer["added_tokens"]}
    to_byte = _bytes_of_letters()
    ordinary = {number: text for text, number in tokenizer["model"]["vocab"].items() if number not in special}
    return [
        number
        for number in range(count)
        if number not in ordinary or _is_useful(bytes(to_byte[letter] for letter in ordinary[number]))
    ]


def _is_useful(token: bytes) -> bool:
    """Whether a token may be part of Chinese text. Every single byte is: rare characters are written byte by byte."""
    if len(token) == 1:
        return True
    if all(byte < 0x80 for byte in token):
        return bool(_LATIN.fullmatch(token.decode("ascii")))
    inner = token.lstrip(bytes(range(0x80, 0xC0)))  # the end of a character begun in the token before
    if len(token) - len(inner) > 2:
        return False
    for cut in (0, 1, 2):
        whole, begun = inner[: len(inner) - cut], inner[len(inner) - cut :]
        try:
            text = whole.decode("utf-8")
        except UnicodeDecodeError:
            continue
        return bool(_CHINESE.fullmatch(text)) and _begins_chinese(begun)
    return False


def _begins_chinese(begun: bytes) -> bool:
    """Whether the first bytes of a character can begin a Chinese one; E3 81 to E3 83 begin Japanese kana."""
    if not begun:
        return True
    return 0xE2 <= begun[0] <= 0xEF and not 0xEA <= begun[0] <= 0xEE and not re.match(rb"\xe3[\x81-\x83]", begun)


def _bytes_of_letters() -> dict[str, int]:
    """GPT-2's table of printable letters that stand for bytes in a vocabulary."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [byte for byte in range(256) if byte not in printable]
    return {chr(byte): byte for byte in printable} | {chr(256 + i): byte for i, byte in enumerate(others)}
