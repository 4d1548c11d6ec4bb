"""What marking asks of the rules in force: phrases found, replies scored."""

from app.domain import conduct
from app.domain.marking import Examiners
from app.domain.matching import find_hits
from app.domain.points import find_points
from app.domain.scenario import Turn
from app.domain.score_sheet import ScoreSheet
from app.domain.transcript import Transcript
from app.services.rules import Rules


def examiners(rules: Rules) -> Examiners:
    """Lexicon and rubric as they stand now. UserError where their files cannot be understood."""
    lexicon, rubric = rules.lexicon(), rules.rubric()

    def score_reply(transcript: Transcript, turn: Turn) -> ScoreSheet:
        told = find_points(transcript, turn.points)
        return conduct.score(transcript, find_hits(transcript, lexicon), turn, told, rubric, lexicon.version)

    return Examiners(lambda transcript: find_hits(transcript, lexicon), score_reply)


def versions(rules: Rules) -> tuple[str, ...]:
    """Which rules those are, for the record."""
    return (f"用语库 {rules.lexicon().version}", f"评分细则 {rules.rubric().version}")
