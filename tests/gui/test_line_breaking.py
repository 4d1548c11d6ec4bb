"""Lines never begin with a comma or end with an opening bracket, never grow too wide, and lose nothing."""

from hypothesis import given
from hypothesis import strategies as st

from app.gui.line_breaking import break_lines

TEXT = st.text(alphabet="您好请稍等材料，。？！“”（）《》abc12 ", max_size=80)


def width(text: str) -> int:
    return sum(1 if character.isascii() else 2 for character in text)


def test_a_comma_takes_its_word_along() -> None:
    assert break_lines("请您稍等，我来办", 8, width) == "请您稍\n等，我来\n办"


def test_an_opening_quote_goes_with_what_it_opens() -> None:
    assert break_lines("他说了“您好”", 8, width) == "他说了\n“您好”"


def test_words_and_paths_stay_whole_where_they_can() -> None:
    assert break_lines("请看 records.db 文件", 12, width) == "请看 \nrecords.db \n文件"
    assert break_lines("/a/very/long/path", 8, width) == "/a/very/\nlong/pat\nh"


@given(TEXT, st.integers(12, 40))
def test_nothing_is_lost_and_no_line_is_too_wide(text: str, room: int) -> None:
    broken = break_lines(text, room, width)
    assert broken.replace("\n", "").replace(" ", "") == text.replace(" ", "")
    assert all(width(line.rstrip(" ")) <= room for line in broken.split("\n"))
