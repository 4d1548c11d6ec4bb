"""The line of time of conversations that went well, badly, silently, by typing, or not at all."""

import pytest

from app.domain.role_play.timeline import LONGEST_PAUSE, Part, Sign, timeline
from tests import dialogue_samples as samples


@pytest.fixture(params=samples.SAMPLES)
def played(request):
    return samples.SAMPLES[request.param]()


def test_stretches_follow_one_another_and_every_mark_lies_in_its_turn(played):
    line = timeline(played)
    assert line.stretches[0].start == 0
    assert all(one.end == next.start for one, next in zip(line.stretches, line.stretches[1:], strict=False))
    assert all(one.start < one.end for one in line.stretches)
    for mark in line.marks:
        mine = [each for each in line.stretches if each.turn == mark.turn]
        assert mine[0].start <= mark.at <= mine[-1].end
    assert [each.text for each in line.stretches if each.part is Part.CITIZEN] == [
        *(exchange.line for exchange in played.dialogue.exchanges),
        played.dialogue.line,
    ]


def test_everything_that_happened_has_its_sign():
    played = samples.mixed()
    line = timeline(played)
    assert [mark.sign for mark in line.marks] == [
        Sign.HINT, Sign.POLITE, Sign.FORBIDDEN, Sign.MISHEARD, Sign.POLITE, Sign.SILENCE, Sign.RETRIED,
        Sign.POINT, Sign.POLITE, Sign.POLITE, Sign.POINT, Sign.POLITE,
    ]  # fmt: skip
    forbidden = next(mark for mark in line.marks if mark.sign is Sign.FORBIDDEN)
    assert "你自己看墙上" in forbidden.words and "我把这一条指给您看" in forbidden.words
    misheard = next(mark for mark in line.marks if mark.sign is Sign.MISHEARD)
    assert "老伯对不知" in misheard.words


def test_a_mark_is_drawn_where_it_was_said():
    line = timeline(samples.good())
    reply = next(each for each in line.stretches if each.part is Part.SPOKEN)
    greeting = line.marks[0]
    hit = samples.good().dialogue.exchanges[0].reply.hits[0]
    assert reply.offset + reply.at(greeting.at) == pytest.approx(hit.start)
    assert line.moment_of(0, hit.start) == pytest.approx(greeting.at)


def test_thinking_is_drawn_once_though_the_recording_begins_before_the_first_word():
    played = samples.good()
    reply = played.dialogue.exchanges[0].reply
    thinking, said = (each for each in timeline(played).stretches if each.turn == 0 and each.part is not Part.CITIZEN)
    assert (thinking.part, thinking.seconds) == (Part.THINKING, reply.thinking)
    assert said.offset == reply.transcript.activity[0].start
    assert said.offset + said.seconds == pytest.approx(reply.transcript.seconds)


def test_a_long_pause_takes_little_room_and_keeps_its_length():
    silence = next(each for each in timeline(samples.mixed()).stretches if each.part is Part.SILENCE)
    assert silence.seconds == 20 and silence.end - silence.start == LONGEST_PAUSE


def test_the_citizens_spoken_lines_are_as_long_as_they_are():
    line = timeline(samples.good(), (7.5, None, 3.0))
    lines = [each for each in line.stretches if each.part is Part.CITIZEN]
    assert lines[0].seconds == 7.5 and lines[2].seconds == 3.0
    assert lines[1].seconds == pytest.approx(len(lines[1].text) * 0.25)


def test_nothing_but_the_first_line_of_one_given_up_at_once():
    line = timeline(samples.abandoned())
    assert [each.part for each in line.stretches] == [Part.CITIZEN] and line.marks == ()
