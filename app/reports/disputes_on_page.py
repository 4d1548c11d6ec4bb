"""The disputes of a record as they are printed: what was claimed, and what the trainer answered."""

from collections.abc import Sequence

from reportlab.platypus import Flowable

from app.domain.dispute import Dispute
from app.reports.chinese_text import ChineseText
from app.reports.moments import moment
from app.reports.typography import BODY, QUIET, STRONG, section


def disputes_section(disputes: Sequence[Dispute]) -> list[Flowable]:
    """A section 异议, oldest first; nothing where nobody disputed anything."""
    if not disputes:
        return []
    story = section("异议")
    for dispute in disputes:
        claim = dispute.claim
        runs = [
            (f"{claim.title}（{claim.points:g} 分）　{claim.ground.label}：", STRONG),
            (claim.reason, BODY),
            (f"　{moment(dispute.at)}", QUIET),
        ]
        story.append(ChineseText(runs, 16))
        answer = [(f"　　{dispute.standing}", STRONG)]
        if dispute.closing is not None:
            if dispute.closing.decisions and dispute.closing.points is not None:
                answer.append((f"，改为 {dispute.closing.points:g} 分", STRONG))
            if dispute.closing.reason:
                answer.append((f"：{dispute.closing.reason}", BODY))
            answer.append((f"　{dispute.by}　{moment(dispute.closed_at)}", QUIET))
        story.append(ChineseText(answer, 16))
    return story


def words_of_disputes(disputes: Sequence[Dispute]) -> str:
    """All that people wrote in them: to be looked through for characters that the font lacks."""
    closings = [each.closing.reason for each in disputes if each.closing is not None]
    return "".join([*(each.claim.reason + each.by for each in disputes), *closings])
