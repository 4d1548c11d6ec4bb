"""The one module that knows every path: the installation's and the workspace's."""

import sys
from dataclasses import dataclass
from pathlib import Path

import platformdirs

# In a checkout the folder above app/ holds question_bank/ and scenarios/; in an installed copy it does not.
_SOURCE = Path(__file__).resolve().parents[2]
_APPLICATION = "window-drill"


def is_checkout() -> bool:
    return (_SOURCE / "start.py").is_file() and (_SOURCE / "question_bank").is_dir()


def fonts_folder() -> Path:
    """The fonts that come with the application, licences beside them."""
    return Path(__file__).resolve().parents[1] / "reports" / "fonts"


def models_folder() -> Path:
    """Speech models belong to the installation, not to a workspace: every workspace on a PC shares them."""
    if is_checkout():
        return _SOURCE / "models"
    return platformdirs.user_data_path(_APPLICATION, appauthor=False) / "models"


def starter_content() -> Path:
    """The folder whose question_bank/ and scenarios/ fill a new workspace."""
    return _SOURCE if is_checkout() else Path(sys.prefix) / "share" / _APPLICATION


def shipped_scenarios() -> Path:
    """Names, one a line, the role-plays that come with the application."""
    return starter_content() / "scenarios" / "shipped.txt"


def demonstration_folder() -> Path:
    """The role-play of the headless demonstration, and a short synthetic Mandarin reply that fits it."""
    return starter_content() / "scenarios" / "demonstration"


def default_workspace() -> "Workspace":
    """The checkout itself, or 文档/窗口练兵 where the application is installed."""
    return Workspace(_SOURCE if is_checkout() else platformdirs.user_documents_path() / "窗口练兵")


def settings_file() -> Path:
    return platformdirs.user_config_path(_APPLICATION, appauthor=False) / "settings.json"


def voice_folder() -> Path:
    """Lines that the citizen's voice has said, ready to be said again; may be removed at any time."""
    return platformdirs.user_cache_path(_APPLICATION, appauthor=False) / "voice"


def log_file() -> Path:
    return platformdirs.user_log_path(_APPLICATION, appauthor=False) / "window-drill.log"


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder with everything of one unit: content, recordings and the database."""

    root: Path

    @property
    def question_bank(self) -> Path:
        return self.root / "question_bank"

    @property
    def phrases(self) -> Path:
        return self.question_bank / "phrases"

    @property
    def modules(self) -> Path:
        return self.question_bank / "modules"

    @property
    def question_index(self) -> Path:
        """Made from question_bank/questions/ and made anew whenever it is missing."""
        return self.root / "question-index.db"

    @property
    def blueprints(self) -> Path:
        """What papers are made of."""
        return self.question_bank / "blueprints"

    @property
    def rubric(self) -> Path:
        return self.question_bank / "rubric.yaml"

    @property
    def tickets(self) -> Path:
        """What may come to the window in a shift."""
        return self.question_bank / "tickets"

    @property
    def shift_rubric(self) -> Path:
        return self.question_bank / "shift-rubric.yaml"

    @property
    def scenarios(self) -> Path:
        return self.root / "scenarios"

    @property
    def recordings(self) -> Path:
        return self.root / "recordings"

    @property
    def reports(self) -> Path:
        """PDFs and workbooks that people asked for."""
        return self.root / "reports"

    @property
    def certificates(self) -> Path:
        """Certificates that were issued, as PDFs."""
        return self.reports / "合格证"

    @property
    def backups(self) -> Path:
        return self.root / "backups"

    @property
    def keys(self) -> Path:
        """The unit's key pair for certificates, and the public keys of units that are trusted."""
        return self.root / "keys"

    @property
    def rescoring_journal(self) -> Path:
        """What a rescoring run has heard so far; the records are complete without it."""
        return self.root / "rescoring.db"

    @property
    def demonstration(self) -> "Workspace":
        """Where the demonstration keeps its records, apart from anybody's real ones."""
        return Workspace(self.root / "demonstration")

    @property
    def database(self) -> Path:
        return self.root / "records.db"
