"""The mood of the citizen over a conversation as a curve: for the window and, drawn the same, for the PDF."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.role_play.mood import LEAST, MOST, UPSET, Feeling, feeling
from app.reports.fonts import FAMILY, register_with_matplotlib

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from app.domain.role_play.played import PlayedDialogue


@dataclass(frozen=True, slots=True)
class MoodInks:
    """The colours of the curve, as the place it is shown in has them."""

    text: str
    muted: str
    rule: str
    band: str
    line: str
    better: str
    worse: str


@dataclass(frozen=True, slots=True)
class MoodSpot:
    """The mood at one moment: 0 is the beginning, then after each reply. In pixels from the top left corner."""

    x: float
    y: float
    mood: int
    words: str


def mood_words(played: PlayedDialogue) -> tuple[str, ...]:
    """For the beginning and after each reply, where the mood stood and what moved it."""
    moods = played.moods
    found = [f"开始：{feeling(moods[0]).label}（{moods[0]}）。"]
    for turn, exchange in enumerate(played.dialogue.exchanges):
        before, after = exchange.mood, exchange.mood_after
        moved = f"{before} → {after}（{after - before:+d}）".replace("-", "−")
        why = "".join(f"{change.by:+d} {change.reason}".replace("-", "−") for change in exchange.changes)
        found.append(f"第 {turn + 1} 轮后：{feeling(after).label}，{moved}。{why or '没有什么触动。'}")
    return tuple(found)


def mood_curve(
    played: PlayedDialogue, width: float, height: float, scale: float, inks: MoodInks
) -> tuple[Figure, tuple[MoodSpot, ...]]:
    """The curve in `width` × `height` pixels; `scale` enlarges type and lines. Below the band a citizen is upset.

    A reply that helped is a triangle upwards, one that hurt downwards, one that did neither a circle.
    """
    from matplotlib.figure import Figure
    from matplotlib.patches import Rectangle

    register_with_matplotlib()
    figure = Figure(figsize=(width / 72, height / 72), dpi=72, facecolor="none")
    left, right, top, bottom = 64 * scale, 26 * scale, 24 * scale, 30 * scale
    axes = figure.add_axes(
        (left / width, bottom / height, (width - left - right) / width, (height - top - bottom) / height)
    )
    moods = played.moods
    last = max(1, len(moods) - 1)
    first, end = -0.02 * last, 1.02 * last
    axes.set_xlim(first, end)
    axes.set_ylim(LEAST, MOST)
    axes.set_facecolor("none")
    axes.add_patch(
        Rectangle((first, LEAST), end - first, UPSET - LEAST, facecolor=inks.band, edgecolor="none", zorder=0)
    )
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(inks.rule)
    axes.spines["bottom"].set_linewidth(scale)
    axes.tick_params(colors=inks.muted, labelsize=13 * scale, length=0, pad=5 * scale)
    axes.set_yticks([(each.value + _above(each)) / 2 for each in Feeling], [each.label for each in Feeling])
    for each in Feeling:
        axes.axhline(each.value, color=inks.rule, linewidth=0.8 * scale, zorder=1)
    step = -(-len(moods) // 16)
    shown = list(range(0, len(moods), step))
    axes.set_xticks(shown, ["开始" if at == 0 else f"{at}" for at in shown])
    for label in (*axes.get_yticklabels(), *axes.get_xticklabels()):
        label.set_fontfamily(FAMILY)
    axes.plot(range(len(moods)), moods, color=inks.line, linewidth=2.4 * scale, solid_capstyle="round", zorder=2)
    _dots(axes, moods, scale, inks)
    if len(moods) <= 16:
        for at, mood in enumerate(moods):
            axes.annotate(
                str(mood), (at, mood), xytext=(0, (8 if mood < 88 else -18) * scale), textcoords="offset points",
                ha="center", fontfamily=FAMILY, fontsize=12 * scale, color=inks.text, zorder=4, annotation_clip=False,
            )  # fmt: skip
    places = axes.transData.transform([(at, mood) for at, mood in enumerate(moods)])
    spots = tuple(
        MoodSpot(float(x), height - float(y), mood, words)
        for (x, y), mood, words in zip(places, moods, mood_words(played), strict=True)
    )
    return figure, spots


def _above(each: Feeling) -> int:
    """Where the feeling's range ends."""
    return min((other.value for other in Feeling if other.value > each.value), default=MOST)


def _dots(axes, moods: Sequence[int], scale: float, inks: MoodInks) -> None:
    moves = [0, *(after - before for before, after in zip(moods, moods[1:], strict=False))]
    for marker, ink, chosen in (
        ("o", inks.line, [at for at, move in enumerate(moves) if move == 0]),
        ("^", inks.better, [at for at, move in enumerate(moves) if move > 0]),
        ("v", inks.worse, [at for at, move in enumerate(moves) if move < 0]),
    ):
        axes.scatter(
            chosen, [moods[at] for at in chosen], s=(10 * scale) ** 2, marker=marker, facecolor=ink,
            edgecolor="none", zorder=3, clip_on=False,
        )  # fmt: skip
