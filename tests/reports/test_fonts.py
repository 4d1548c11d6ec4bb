"""The fonts hold the names of people, and what they lack is named."""

import hashlib
import subprocess
import sys

import pytest

from app.reports import fonts
from app.reports.fonts import Face, describe, heading_face, lacks, missing_characters, printable
from app.system.places import fonts_folder

RARE = "喆堃㛃𬭎𠅤"


@pytest.mark.parametrize("face", Face)
def test_every_face_holds_rare_names_and_has_its_licence(face: Face):
    assert lacks(face, RARE + "窗口练兵，。“”①★0123456789") == ""
    licence = fonts_folder() / f"{face.value.split('-')[0]}-OFL.txt"
    assert "SIL OPEN FONT LICENSE" in licence.read_text(encoding="utf-8")


def test_the_files_are_those_of_the_readme():
    readme = (fonts_folder() / "README.md").read_text(encoding="utf-8")
    assert all(hashlib.sha256(face.path.read_bytes()).hexdigest() in readme for face in Face)


def test_missing_characters_are_named_in_order_and_once():
    assert missing_characters("王\U00031350😀，\U00031350喆\n") == "\U00031350😀"
    assert describe("\U00031350") == "U+31350（汉字）"
    assert describe("😀") == "U+1F600（GRINNING FACE）"
    assert describe("\x07") == "U+0007（控制字符）"
    assert describe("\ue000") == "U+E000（自造字）"


def test_a_lone_surrogate_is_missing_and_not_a_crash():
    assert missing_characters("\ud800") == "\ud800"


def test_placeholders_keep_positions():
    assert printable("王😀，<b>") == "王〓，<b>"
    assert printable("喆\ufe00\u200d") == "喆\ufe00\u200d"


def test_a_heading_is_set_in_one_face():
    only_in_text = next(c for c in map(chr, range(0x3400, 0x4DBF)) if lacks(Face.KAI, c) and not missing_characters(c))
    assert heading_face("王喆") is Face.KAI
    assert heading_face(f"王{only_in_text}") is Face.TEXT


def test_a_font_is_parsed_once():
    fonts.register_with_reportlab()
    first = fonts._font(Face.TEXT)
    fonts.register_with_reportlab()
    assert fonts._font(Face.TEXT) is first


def test_matplotlib_finds_the_family_and_keeps_it_once():
    from matplotlib import font_manager

    fonts.register_with_matplotlib()
    fonts.register_with_matplotlib()
    ours = [entry for entry in font_manager.fontManager.ttflist if entry.fname == str(Face.TEXT.path)]
    assert len(ours) == 1
    assert ours[0].name == fonts.FAMILY


def test_a_missing_font_file_is_a_plain_sentence(tmp_path):
    code = """
import sys
from pathlib import Path
from app.domain.errors import UserError
from app.reports import fonts
fonts.fonts_folder = lambda: Path(sys.argv[1])
try:
    fonts.missing_characters("您好")
except UserError as problem:
    print(problem.message, problem.remedy)
"""
    broken = tmp_path / "NotoSansSC-Regular.ttf"
    for content in (None, b"", Face.TEXT.path.read_bytes()[:5000], Face.TEXT.path.read_bytes()[:-1]):
        if content is not None:
            broken.write_bytes(content)
        done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, encoding="utf-8")
        assert "NotoSansSC-Regular.ttf 不见了或已损坏" in done.stdout, done.stderr


def test_importing_reports_loads_no_heavy_library():
    code = "import sys, app.reports.attempt_record, app.reports.charts, app.reports.fonts\n"
    code += "print([name for name in ('reportlab', 'matplotlib', 'numpy') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == "[]"
