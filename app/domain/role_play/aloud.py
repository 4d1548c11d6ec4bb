"""What of a citizen's written line is heard."""

import re

_WRITTEN = "（写）"  # how a line begins that the citizen writes down
_STAGE_DIRECTION = re.compile(r"（[^（）]*）|\([^()]*\)")
# A telephone number, the end of an identity number: read digit by digit, and 1 as yāo, unless a unit follows.
_NUMBER = re.compile(r"(?<![\d.,])\d{4,}(?![\d.,]|\s*[年元块万千百个人天次名份多余岁号])")
_DIGITS = str.maketrans("0123456789", "零幺二三四五六七八九")


def read_aloud(line: str) -> str:
    """The line without what stands in brackets, which the trainee sees and nobody says; "" if nothing is left, or if the
    citizen writes it.
    """
    if line.lstrip().startswith(_WRITTEN):
        return ""
    said = _STAGE_DIRECTION.sub("", line)
    said = _NUMBER.sub(lambda number: number[0].translate(_DIGITS), said)
    return said.strip() if re.search(r"\w", said) else ""
