"""Preferences survive, and a broken file never keeps anyone from work."""

from pathlib import Path

from app.system.settings import Appearance, Settings, load_settings, save_settings


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    settings = Settings(Appearance.DARK, 1.5, "USB 麦克风", "示范人社服务大厅", citizen_voice=False)
    save_settings(settings, tmp_path / "新建" / "settings.json")
    assert load_settings(tmp_path / "新建" / "settings.json") == settings


def test_no_file_gives_the_defaults(tmp_path: Path) -> None:
    assert load_settings(tmp_path / "settings.json") == Settings()


def test_a_broken_file_is_set_aside_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text('{"scale": 1.', encoding="utf-8")
    assert load_settings(path) == Settings()
    assert not path.exists()
    assert path.with_name("settings.json.broken").read_text(encoding="utf-8") == '{"scale": 1.'


def test_single_unfit_values_fall_back_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text('{"appearance": "pink", "scale": 9, "unit": "一厅", "citizen_voice": "x", "later": 1}', encoding="utf-8")
    assert load_settings(path) == Settings(unit="一厅")
