"""The command line: thin commands over the services, for people without a display and for scripts."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.cli_analysis import analyse
from app.cli_bank import bank
from app.cli_certificate import certificate, verify
from app.cli_disputes import disputes
from app.cli_exam import exam
from app.cli_lexicon import lexicon
from app.cli_module import module
from app.cli_rescore import rescore
from app.cli_scenario import scenario
from app.cli_shift import shift
from app.domain.errors import UserError

if TYPE_CHECKING:  # a command loads what it needs: checking the model at each start must not wait for Whisper
    from app.domain.hits import Hit
    from app.domain.scenario import Scenario
    from app.services.bank import BankDesk
    from app.services.certificates import CertificateDesk
    from app.services.demonstration import Demonstration
    from app.services.disputes import DisputeDesk
    from app.services.doctor import Finding
    from app.services.exam_printing import ExamPrinting
    from app.services.examination import Examinations
    from app.services.item_analysis import ItemAnalysisDesk
    from app.services.lexicon import LexiconDesk
    from app.services.modules import ModuleDesk
    from app.services.people import PeopleDesk
    from app.services.printing import Printing
    from app.services.records import RecordDesk
    from app.services.rescore import Rescoring
    from app.services.scenario_desk import ScenarioDesk
    from app.services.shift_desk import ShiftDesk
    from app.services.spoken_reply import ScoredReply, SpokenReplies
    from app.services.verification import CertificateCheck
    from app.speech.models import ModelStore


@dataclass(frozen=True, slots=True)
class Desks:
    """What the commands need, each made when a command first asks for it."""

    replies: Callable[[], SpokenReplies]
    scenario: Callable[[str], Scenario]
    scenarios: Callable[[], ScenarioDesk]
    printing: Callable[[], Printing]
    records: Callable[[], RecordDesk]
    disputes: Callable[[], DisputeDesk]
    people: Callable[[], PeopleDesk]
    rescoring: Callable[[], Rescoring]
    lexicon: Callable[[], LexiconDesk]
    modules: Callable[[], ModuleDesk]
    shifts: Callable[[], ShiftDesk]
    models: Callable[[], ModelStore]
    bank: Callable[[], BankDesk]
    examinations: Callable[[], Examinations]
    exam_printing: Callable[[], ExamPrinting]
    certificates: Callable[[], CertificateDesk]
    certificate_check: Callable[[], CertificateCheck]
    item_analysis: Callable[[], ItemAnalysisDesk]
    examine: Callable[[], tuple[Finding, ...]]
    demonstration: Callable[[], Demonstration]
    open_window: Callable[[], None]
    use_workspace: Callable[[Path], None]


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--workspace", type=click.Path(path_type=Path, file_okay=False), help="使用另一个工作区文件夹。")
@click.pass_context
def commands(context: click.Context, workspace: Path | None) -> None:
    """窗口练兵：窗口人员培训考核。不带命令时打开窗口。"""
    desks: Desks = context.obj
    if workspace is not None:
        desks.use_workspace(workspace)
    if context.invoked_subcommand is None:
        desks.open_window()


bank.add_command(analyse)
commands.add_command(bank)
commands.add_command(certificate)
commands.add_command(disputes)
commands.add_command(exam)
commands.add_command(lexicon)
commands.add_command(module)
commands.add_command(rescore)
commands.add_command(scenario)
commands.add_command(shift)
commands.add_command(verify)


@commands.command()
@click.argument("files", nargs=-1, required=True, metavar="录音文件...", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="每个文件输出一行 JSON。")
@click.option("--scenario", "scenario_id", help="按该情景的要求评分（编号）。")
@click.option(
    "--pdf", "pdf_folder", type=click.Path(path_type=Path, file_okay=False), help="把评分单写成 PDF 存入该文件夹。"
)
@click.pass_obj
def score(
    desks: Desks, files: tuple[Path, ...], as_json: bool, scenario_id: str | None, pdf_folder: Path | None
) -> None:
    """给录音评分；不存档。有文件不能评时，其余照常评完，最后返回 1。"""
    if pdf_folder is not None and scenario_id is None:
        raise UserError("写 PDF 需要知道按哪个情景评分。", "请加上 --scenario 编号。")
    scenario = desks.scenario(scenario_id) if scenario_id else None
    replies = desks.replies()
    failed = False
    for path in files:
        try:
            reply = replies.score_file(path, scenario)
            pdf = desks.printing().trial(reply, pdf_folder) if pdf_folder else None
        except UserError as problem:
            failed = True
            if as_json:
                _print_line({"file": str(path), "error": problem.message, "remedy": problem.remedy})
            click.echo(f"{path}：{problem}", err=True)
            continue
        if as_json:
            _print_line(reply_as_json(path, reply))
        else:
            click.echo(reply_in_words(path, reply))
        if pdf:
            click.echo(f"评分单：{pdf}", err=as_json)
    if failed:
        sys.exit(1)


def _print_line(value: dict[str, object]) -> None:
    click.echo(json.dumps(value, ensure_ascii=False))


def _hit_as_json(hit: Hit) -> dict[str, object]:
    return {
        "kind": hit.kind.value,
        "category": hit.category.value,
        "phrase": hit.phrase,
        "heard": hit.heard,
        "start": round(hit.start, 2),
        "end": round(hit.end, 2),
        "phrase_id": hit.phrase_id,
        "severity": hit.severity.value,
        "why": hit.why,
    }


def reply_as_json(path: Path, reply: ScoredReply) -> dict[str, object]:
    """One reply as the object `score --json` prints. `uncertain` hits are shown and never counted;
    courtesies in doubt are among the `hits`, since they are credited.
    """
    answer: dict[str, object] = {
        "file": str(path),
        "transcript": reply.transcript.text,
        "seconds": round(reply.transcript.seconds, 2),
        "elapsed": round(reply.elapsed, 3),
        "hits": [_hit_as_json(hit) for hit in reply.hits if hit.counts],
        "uncertain": [_hit_as_json(hit) for hit in reply.hits if not hit.counts],
        "warnings": list(reply.warnings),
    }
    if reply.sheet is not None:
        sheet = asdict(reply.sheet)
        for line in sheet["lines"]:
            line["dimension"] = line["dimension"].value
        answer["sheet"] = sheet
    return answer


def reply_in_words(path: Path, reply: ScoredReply) -> str:
    """One reply in plain Chinese, several lines."""
    lines = [
        f"【{path.name}】{reply.transcript.seconds:.1f} 秒",
        f"  听到：{reply.transcript.text or '（没有听到有人说话）'}",
    ]
    for hit in reply.hits:
        sign = {"polite": "＋", "forbidden": "－"}[hit.kind.value] if hit.certain else "？"
        lines.append(f"  {sign} {hit.start:5.1f} 秒  {hit.kind.label}·{hit.category.label}：{hit.heard}")
        if hit.instead:
            lines.append(f"              可以说：{hit.instead}")
    if reply.sheet is not None:
        verdict = "合格" if reply.sheet.passed else "不合格"
        lines.append(f"  得分：{reply.sheet.total:g} / {reply.sheet.possible:g}（{verdict}）")
        lines += [f"    {line.title}：{line.points:g}/{line.possible:g}  {line.reason}" for line in reply.sheet.lines]
    lines += [f"  提醒：{warning}" for warning in reply.warnings]
    return "\n".join(lines)


@commands.command()
@click.pass_obj
def demo(desks: Desks) -> None:
    """无窗口演示：给一段随程序附带的录音评分，存档并生成 PDF。"""
    shown = desks.demonstration().run(show_progress)
    click.echo(reply_in_words(shown.recording, shown.reply))
    click.echo(f"\n已存档：第 {shown.record.number} 条记录，校验值 {shown.record.hash[:16]}…")
    click.echo(f"考核记录（PDF）：{shown.pdf}\n记录数据库：{shown.database}\n录音：{shown.recording}")


def show_progress(share: float | None, words: str) -> None:
    """Progress on a terminal, one line rewritten; nothing where the output is not a terminal."""
    if sys.stderr.isatty():
        click.echo(f"\r\033[K{words}{'' if share is None else f' {share:.0%}'}", nl=False, err=True)
        if share == 1:
            click.echo("\r\033[K", nl=False, err=True)


@commands.group()
def model() -> None:
    """语音模型：查看、安装、校验。"""


@model.command("list")
@click.pass_obj
def model_list(desks: Desks) -> None:
    """列出已安装的语音模型。"""
    models = desks.models().installed()
    if not models:
        raise UserError("还没有安装语音模型。", "请运行 python3 start.py，或用 python -m app model install 安装。")
    for each in models:
        click.echo(f"{each.name}\t{each.engine.value}\t{each.size / 1e6:.0f} MB\t{each.sha256[:12]}\t{each.path}")


@model.command("install")
@click.argument("path", metavar="文件或文件夹", type=click.Path(path_type=Path))
@click.pass_obj
def model_install(desks: Desks, path: Path) -> None:
    """安装语音模型：.pt 文件、CTranslate2 文件夹，或装有内置模型安装包的文件夹。不需要网络。"""
    installed = desks.models().install(path, show_progress)
    click.echo(f"已安装并通过校验：{installed.name}（{installed.path}）")


@model.command("verify")
@click.option("--embedded", is_flag=True, help="只校验内置模型。")
@click.option("--quiet", is_flag=True, help="不输出，只用返回值表示结果。")
@click.pass_obj
def model_verify(desks: Desks, embedded: bool, quiet: bool) -> None:
    """逐字节校验已安装的语音模型。"""
    from app.speech.models import EMBEDDED_NAME

    store = desks.models()
    try:
        models = [each for each in store.installed() if not embedded or each.name == EMBEDDED_NAME]
        if not models:
            raise UserError("还没有安装语音模型。", "请运行 python3 start.py，或用 python -m app model install 安装。")
        for each in models:
            store.verify(each, show_progress)
            if not quiet:
                click.echo(f"{each.name}：完好")
    except UserError:
        if quiet:
            sys.exit(1)
        raise


@commands.command()
@click.pass_obj
def doctor(desks: Desks) -> None:
    """检查：模型、麦克风、群众的声音、字体、数据库、磁盘、窗口，各缺什么、怎么补。"""
    findings = desks.examine()
    for each in findings:
        click.echo(f"{'✓' if each.fine else '✗'} {each.subject}：{each.words}{each.remedy}")
    if any(each.essential and not each.fine for each in findings):
        sys.exit(1)


@commands.command("verify-records")
@click.pass_obj
def verify_records(desks: Desks) -> None:
    """校验全部记录有没有被改动；有则指出是哪一条。"""
    result = desks.records().verify(show_progress)
    if not result.intact:
        raise UserError(result.what, "请保留现状，与备份核对，并报告单位负责人。")
    click.echo(f"{result.rows} 条记录完好，链尾校验值 {result.head}")
