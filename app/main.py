"""The only wiring: workspace, store, speech, services, and then the window or one command."""

import logging
import sys
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from app import __version__
from app.domain.errors import Cancelled, UserError
from app.system import places
from app.system.logs import start_log
from app.system.places import Workspace
from app.system.settings import Settings, load_settings, save_settings

if TYPE_CHECKING:
    from app.domain.people import Person
    from app.domain.transcript import Transcript
    from app.services.bank import BankDesk
    from app.services.certificates import CertificateDesk
    from app.services.citizen_voice import CitizenVoice
    from app.services.class_printing import ClassPrinting
    from app.services.demonstration import Demonstration
    from app.services.dialogue_printing import DialoguePrinting
    from app.services.disputes import DisputeDesk
    from app.services.doctor import Finding
    from app.services.exam_printing import ExamPrinting
    from app.services.examination import Examinations
    from app.services.item_analysis import ItemAnalysisDesk
    from app.services.learning import LearningDesk
    from app.services.lexicon import LexiconDesk
    from app.services.modules import ModuleDesk
    from app.services.people import PeopleDesk
    from app.services.practice import PracticeDesk
    from app.services.printing import Printing
    from app.services.records import RecordDesk
    from app.services.rescore import Rescoring
    from app.services.role_play import RolePlays
    from app.services.rules import Rules
    from app.services.scenario_desk import ScenarioDesk
    from app.services.scenario_writing import ScenarioWritingDesk
    from app.services.shift_desk import ShiftDesk
    from app.services.shift_plays import ShiftPlays
    from app.services.sound import SoundDesk
    from app.services.spoken_reply import SpokenReplies
    from app.services.training_class import TrainingClasses
    from app.services.verification import CertificateCheck
    from app.speech.models import ModelStore
    from app.speech.transcriber import Transcriber
    from app.storage.database import Database
    from app.storage.people import People
    from app.storage.records import Records

log = logging.getLogger(__name__)


class Application:
    """Everything that is made once a run, each piece when it is first asked for.

    `content` is the workspace whose texts are used, `kept` the one whose records are written, `role_plays`
    the folder of scenarios; only the demonstration tells them apart. Imports stand inside, so that a command
    loads what it needs.
    """

    def __init__(self, content: Workspace, kept: Workspace | None = None, role_plays: Path | None = None) -> None:
        self._content_folder = content
        self._role_plays_folder = role_plays
        self._kept_folder = kept or content

    @cached_property
    def content(self) -> Workspace:
        from app.services.open_workspace import open_workspace

        return open_workspace(self._content_folder, places.starter_content())

    @cached_property
    def kept(self) -> Workspace:
        if self._kept_folder == self._content_folder:
            return self.content
        self._kept_folder.root.mkdir(parents=True, exist_ok=True)
        return self._kept_folder

    @cached_property
    def database(self) -> "Database":
        from app.storage.database import open_database

        return open_database(self.kept.database)

    @cached_property
    def stored_people(self) -> "People":
        from app.storage.people import People

        return People(self.database)

    @cached_property
    def stored_records(self) -> "Records":
        from app.storage.records import Records

        return Records(self.database)

    @cached_property
    def models(self) -> "ModelStore":
        from app.speech.models import ModelStore

        return ModelStore(places.models_folder())

    @cached_property
    def transcriber(self) -> "Transcriber":
        from app.speech.transcriber import Transcriber

        return Transcriber(self.models)

    @cached_property
    def rules(self) -> "Rules":
        from app.services.rules import Rules

        return Rules(self.content, self._role_plays_folder)

    @cached_property
    def bank(self) -> "BankDesk":
        from app.services.bank import BankDesk

        return BankDesk(self.content.question_bank, self.content.question_index)

    @cached_property
    def item_analysis(self) -> "ItemAnalysisDesk":
        from app.services.item_analysis import ItemAnalysisDesk

        return ItemAnalysisDesk(self.bank, lambda: self.examinations, lambda: self.records, lambda: self.people)

    @cached_property
    def practice(self) -> "PracticeDesk":
        from app.services.examiners import examiners
        from app.services.practice import PracticeDesk
        from app.services.practice_evidence import evidence_in
        from app.storage.practice import PracticeStore

        return PracticeDesk(
            self.bank,
            PracticeStore(self.database),
            lambda: examiners(self.rules),
            evidence=evidence_in(self.stored_records, lambda: self.records),
        )

    @cached_property
    def lexicon(self) -> "LexiconDesk":
        from app.services.lexicon import LexiconDesk

        return LexiconDesk(self.rules, self.content.phrases)

    @cached_property
    def modules(self) -> "ModuleDesk":
        from app.services.modules import ModuleDesk

        return ModuleDesk(
            self.content.modules, lambda: self.bank, self.rules, lambda: self.examinations.blueprints().usable
        )

    @cached_property
    def learning(self) -> "LearningDesk":
        from app.services.learning import LearningDesk
        from app.storage.lessons import Lessons

        return LearningDesk(
            self.modules,
            Lessons(self.database),
            self.practice,
            self.role_plays,
            self.shift_plays,
            self.examinations,
            self.records,
        )

    @cached_property
    def replies(self) -> "SpokenReplies":
        from app.services.spoken_reply import SpokenReplies

        return SpokenReplies(self.rules, self.transcriber, lambda: self.stored_records, self.kept.recordings)

    @cached_property
    def role_plays(self) -> "RolePlays":
        from app.services.role_play import RolePlays
        from app.storage.conversations import Conversations

        return RolePlays(self.rules, self.replies, Conversations(self.database), self.stored_records)

    @cached_property
    def examinations(self) -> "Examinations":
        import secrets

        from app.domain.paper import LARGEST_SEED
        from app.services.examination import Examinations
        from app.storage.exams import Exams

        opened: list[Exams] = []

        def exams() -> Exams:
            if not opened:
                opened.append(Exams(self.database))
            return opened[0]

        def listen(recording: str) -> "Transcript":
            return self.replies.score_file(self.kept.recordings / recording).transcript

        return Examinations(
            self.content,
            lambda: self.bank,
            exams,
            self.rules,
            listen,
            seed=lambda: secrets.randbelow(LARGEST_SEED + 1),
        )

    @cached_property
    def exam_printing(self) -> "ExamPrinting":
        from app.services.exam_printing import ExamPrinting

        return ExamPrinting(
            lambda: self.records,
            lambda: self.stored_people,
            lambda: load_settings(places.settings_file()).unit,
            lambda name: self.bank.picture_content(name),
        )

    @cached_property
    def classes(self) -> "TrainingClasses":
        import secrets

        from app.domain.paper import LARGEST_SEED
        from app.services.training_class import TrainingClasses
        from app.storage.classes import Classes

        return TrainingClasses(
            Classes(self.database),
            self.people,
            lambda: self.role_plays,
            lambda record_id: self.records.dialogue(record_id).played,
            lambda: secrets.randbelow(LARGEST_SEED + 1),
        )

    @cached_property
    def class_printing(self) -> "ClassPrinting":
        from app.services.class_printing import ClassPrinting

        return ClassPrinting(lambda: load_settings(places.settings_file()).unit)

    @cached_property
    def dialogue_printing(self) -> "DialoguePrinting":
        from app.services.dialogue_printing import DialoguePrinting

        return DialoguePrinting(lambda: self.records, lambda: self.stored_people, lambda: self.role_plays)

    @cached_property
    def certificates(self) -> "CertificateDesk":
        from app.services.certificates import CertificateDesk
        from app.storage.unit_keys import UnitKeys

        return CertificateDesk(
            self.stored_records, lambda: self.people.all(), lambda: self.learning, UnitKeys(self.kept.keys)
        )

    @cached_property
    def certificate_check(self) -> "CertificateCheck":
        from app.services.verification import CertificateCheck

        return CertificateCheck(self.certificates)

    @cached_property
    def scenarios(self) -> "ScenarioDesk":
        from app.services.scenario_desk import ScenarioDesk

        return ScenarioDesk(self.rules, self.content.scenarios)

    @cached_property
    def scenario_writing(self) -> "ScenarioWritingDesk":
        from app.services.scenario_writing import ScenarioWritingDesk
        from app.storage.conversations import Conversations

        def unfinished(scenario_id: str) -> int:
            return Conversations(self.database).count_of_scenario(scenario_id)

        return ScenarioWritingDesk(self.rules, self.content.scenarios, places.shipped_scenarios(), unfinished)

    @cached_property
    def shifts(self) -> "ShiftDesk":
        from app.services.shift_desk import ShiftDesk

        return ShiftDesk(self.rules, self.content)

    @cached_property
    def shift_plays(self) -> "ShiftPlays":
        from app.services.shift_plays import ShiftPlays
        from app.storage.shifts import Shifts

        return ShiftPlays(self.shifts, Shifts(self.database), self.stored_records)

    @cached_property
    def people(self) -> "PeopleDesk":
        from app.services.people import PeopleDesk

        return PeopleDesk(self.stored_people)

    def people_at_a_glance(self) -> "tuple[Person, ...] | None":
        """Who is on the list, before anything is opened; None where that takes opening the database."""
        from app.storage.people_at_a_glance import people_at_a_glance

        return people_at_a_glance(self._kept_folder.database)

    @cached_property
    def records(self) -> "RecordDesk":
        from app.services.records import RecordDesk

        return RecordDesk(self.stored_records, self.stored_people)

    @cached_property
    def disputes(self) -> "DisputeDesk":
        from app.services.disputes import DisputeDesk
        from app.storage.seen_answers import SeenAnswers

        return DisputeDesk(
            self.stored_records,
            self.stored_people,
            self.records,
            SeenAnswers(self.database),
            lambda name: self.replies.audio_file(name),
        )

    @cached_property
    def printing(self) -> "Printing":
        from app.services.printing import Printing

        return Printing(self.records, self.stored_people, self.rules)

    @cached_property
    def demonstration(self) -> "Demonstration":
        from app.services.demonstration import Demonstration

        shown = Application(
            self._content_folder, self._content_folder.demonstration, role_plays=places.demonstration_folder()
        )
        return Demonstration(
            places.demonstration_folder() / "reply.flac",
            shown.rules.scenarios,
            shown.replies,
            shown.people,
            shown.printing,
            shown.kept,
        )

    def examine(self) -> "tuple[Finding, ...]":
        from app.services import doctor

        return doctor.examine(
            [
                ("工作区", lambda: doctor.look_at_folder(self._content_folder.root), True),
                ("磁盘", lambda: doctor.look_at_disk(self._content_folder.root), True),
                ("语音模型", lambda: doctor.look_at_model(self.models), True),
                ("题库", lambda: doctor.look_at_bank(self.bank), False),
                ("用语库", lambda: f"{len(self.rules.lexicon().phrases)} 条用语", True),
                ("评分细则", lambda: f"版本 {self.rules.rubric().version}", True),
                ("情景", lambda: f"{len(self.rules.scenarios())} 个情景", True),
                ("数据库", lambda: doctor.look_at_records(self.stored_records), True),
                ("字体", doctor.look_at_fonts, True),
                ("麦克风", doctor.look_at_microphones, False),
                ("群众的声音", lambda: doctor.look_at_voice(self.voice), False),
                ("窗口", doctor.look_at_window, False),
            ]
        )

    @cached_property
    def rescoring(self) -> "Rescoring":
        from functools import partial

        from app.domain.role_play.scored_again import scored_again
        from app.services.rescore import Rescoring
        from app.speech.hearing import hear

        model = self.models.default()
        lexicon, rubric = self.rules.lexicon(), self.rules.rubric()
        return Rescoring(
            self.stored_records,
            self.kept.recordings,
            self.kept.rescoring_journal,
            self.rules.scenarios,
            self.replies.score_transcript,
            partial(scored_again, lexicon=lexicon, rubric=rubric),
            partial(hear, model, lexicon),
            f"{model.engine.value} {model.sha256} {lexicon.version}",
            lambda person_id: self.stored_people.get(person_id).name,
        )

    # What the window asks for besides: see app/gui/services.py.

    @cached_property
    def sound(self) -> "SoundDesk":
        from app.services.sound import SoundDesk

        return SoundDesk()

    @cached_property
    def voice(self) -> "CitizenVoice":
        from app.services.citizen_voice import CitizenVoice

        return CitizenVoice(places.voice_folder(), load_settings(places.settings_file()).citizen_voice)

    @property
    def workspace(self) -> Workspace:
        return self.kept

    log_file = property(lambda _: places.log_file())
    version = property(lambda _: __version__)

    def save_settings(self, settings: Settings) -> None:
        """UserError where the settings cannot be written; they hold until the window closes."""
        self.voice.on = settings.citizen_voice
        try:
            save_settings(settings, places.settings_file())
        except OSError as problem:
            raise UserError(
                f"设置不能保存（{problem.strerror}），只在这次有效。", f"请检查文件夹 {places.settings_file().parent}。"
            ) from problem

    def open_window(self) -> None:
        """Show the window until it is closed. UserError where there is no display or no tkinter."""
        try:
            from app.gui.application import run
        except ImportError as problem:
            if problem.name not in ("tkinter", "_tkinter"):
                raise
            from app.system.missing_pieces import Piece, how_to_get

            raise UserError("缺少 tkinter，窗口无法打开。", how_to_get(Piece.TKINTER)) from problem
        from tkinter import TclError

        try:
            run(self, load_settings(places.settings_file()))
        except TclError as problem:
            if "display" not in str(problem):
                raise
            raise UserError("没有可用的显示器，窗口无法打开。", "可以运行无窗口演示：python -m app demo") from problem
        self._back_up()

    def _back_up(self) -> None:
        # After the window has closed: nobody waits for it, and the day's work is in it.
        from app.storage.backup import back_up

        if "database" in self.__dict__:
            try:
                back_up(self.database, self.kept.backups, date.today())
            except UserError:
                log.warning("no backup was made", exc_info=True)

    def close(self) -> None:
        """End the speech process and the voice's, if they were started."""
        if "transcriber" in self.__dict__:
            self.transcriber.close()
        if "voice" in self.__dict__:
            self.voice.close()


def main(arguments: list[str] | None = None) -> None:
    """Run the window or one command, and leave with 0, 1 (a problem was named) or 130 (cancelled)."""
    _speak_utf8()
    start_log(places.log_file())
    sys.exit(_run(sys.argv[1:] if arguments is None else arguments))


def _run(arguments: list[str]) -> int:
    running: list[Application] = [Application(places.default_workspace())]
    try:
        if arguments:
            return _command(arguments, running)
        running[0].open_window()  # at once: the window waits for nothing that only commands need
    except UserError as problem:
        print(problem, file=sys.stderr)
        return 1
    except (Cancelled, KeyboardInterrupt):
        print("已取消。", file=sys.stderr)
        return 130
    except BrokenPipeError:
        return 1
    except Exception:
        log.exception("unexpected")
        print(f"程序出现意外问题，详情已写入 {places.log_file()}。请把该文件交给维护人员。", file=sys.stderr)
        return 1
    finally:
        running[0].close()
    return 0


def _command(arguments: list[str], running: list[Application]) -> int:
    """One command in words; `running` holds the application it works on."""
    import click

    from app import cli, cli_usage

    def use_workspace(folder: Path) -> None:
        running[0] = Application(Workspace(folder.expanduser().absolute()))

    desks = cli.Desks(
        replies=lambda: running[0].replies,
        scenario=lambda scenario_id: running[0].rules.scenario(scenario_id),
        printing=lambda: running[0].printing,
        records=lambda: running[0].records,
        disputes=lambda: running[0].disputes,
        people=lambda: running[0].people,
        rescoring=lambda: running[0].rescoring,
        scenarios=lambda: running[0].scenarios,
        shifts=lambda: running[0].shifts,
        lexicon=lambda: running[0].lexicon,
        modules=lambda: running[0].modules,
        models=lambda: running[0].models,
        bank=lambda: running[0].bank,
        examinations=lambda: running[0].examinations,
        exam_printing=lambda: running[0].exam_printing,
        certificates=lambda: running[0].certificates,
        certificate_check=lambda: running[0].certificate_check,
        item_analysis=lambda: running[0].item_analysis,
        examine=lambda: running[0].examine(),
        demonstration=lambda: running[0].demonstration,
        open_window=lambda: running[0].open_window(),
        use_workspace=use_workspace,
    )
    try:
        cli.commands.main(arguments, prog_name="python -m app", standalone_mode=False, obj=desks)
    except click.Abort:
        raise Cancelled from None
    except click.UsageError as problem:
        print(cli_usage.usage_in_words(problem), file=sys.stderr)
        return problem.exit_code
    except click.ClickException as problem:
        problem.show()
        return problem.exit_code
    return 0


def _speak_utf8() -> None:
    # A Windows console or a pipe may be GBK; JSON and Chinese sentences are UTF-8 wherever they go.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
