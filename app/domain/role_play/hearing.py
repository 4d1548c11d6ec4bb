"""From a transcript to a reply: what was said of the lexicon, and which of the scenario's points."""

from dataclasses import replace

from app.domain.attempt import Manner
from app.domain.hits import Hit
from app.domain.lexicon import Lexicon
from app.domain.matching import find_hits
from app.domain.points import find_points
from app.domain.role_play.dialogue import Reply, Told
from app.domain.scenario import Scenario
from app.domain.transcript import Transcript, typed_transcript


def reply_of(
    scenario: Scenario,
    transcript: Transcript,
    hits: tuple[Hit, ...],
    thinking: float = 0.0,
    manner: Manner = Manner.SPOKEN,
    recording: str = "",
    recording_sha256: str = "",
) -> Reply:
    """The reply that was heard so. Every point of the scenario counts, whenever it is told."""
    found = find_points(transcript, scenario.points)
    told = tuple(Told(point, evidence) for point, evidence in found.items())
    return Reply(transcript, hits, told, thinking, manner, recording, recording_sha256)


def typed(text: str, scenario: Scenario, lexicon: Lexicon, thinking: float = 0.0, typing: float = 0.0) -> Reply:
    """A reply typed, in `typing` seconds, instead of spoken; blank is silence."""
    transcript = typed_transcript(text)
    reply = reply_of(scenario, transcript, find_hits(transcript, lexicon), thinking, Manner.TYPED)
    return replace(reply, typing=typing)
