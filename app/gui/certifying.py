"""How the screens of certificates lead to one another."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.gui.screens.screen import Screen
from app.gui.theme import Theme
from app.gui.widgets.notice import Tone

if TYPE_CHECKING:
    from app.domain.certificates.issuing import Entitled
    from app.domain.people import Person
    from app.gui.screens.cert_form import CertForm
    from app.gui.services import Services
    from app.gui.window import Window
    from app.services.certificates import Issued


class Certifying:
    """Certificates, for HR and, to look at, for trainers. `keep` gives the screen of a key, made when first asked for."""

    def __init__(
        self,
        window: "Window",
        theme: Theme,
        person: "Person",
        services: "Services",
        keep: Callable[[object, Callable[[], Any]], Any],
        unit: Callable[[], str],
        on_list: Callable[[], None],
        on_home: Callable[[], None],
        on_file: Callable[[Path], None],
    ) -> None:
        self._window = window
        self._theme = theme
        self._person = person
        self._services = services
        self._keep = keep
        self._unit = unit
        self._on_list = on_list
        self._on_home = on_home
        self._on_file = on_file
        self._start = window.worker.start

    def list(self) -> Screen:
        from app.gui.screens.cert_desk import CertDesk

        return CertDesk(
            self._window.stage, self._theme, self._person, lambda: self._services.certificates, self._start,
            on_issue=self._issue, on_reprint=self._reprint, on_revoke=self._revoke, on_verify=self.verify,
            on_keys=self._keys, on_back=self._on_home,
        )  # fmt: skip

    def verify(self) -> None:
        def make() -> Screen:
            from app.gui.screens.cert_verify import CertVerify

            return CertVerify(
                self._window.stage, self._theme, lambda: self._services.certificate_check, self._start,
                on_back=self._on_list,
            )  # fmt: skip

        self._window.show(self._keep("cert verify", make))

    def _issue(self, wanted: "Sequence[Entitled]") -> None:
        folder = self._services.workspace.certificates

        def do(_reason: str, passphrase: str) -> None:
            self._start(
                lambda progress: self._services.certificates.issue(self._person, wanted, passphrase, folder, progress),
                lambda files: self._done(f"签发了 {len(files)} 张合格证。", files[-1]),
                on_cancel=self._cancelled,
                title="正在签发合格证",
            )

        names = "、".join(dict.fromkeys(each.person.name for each in wanted[:5]))
        more = f"等 {len(wanted)} 张" if len(wanted) > 5 else ""
        self._with_keys(lambda form: form.ask_issue(len(wanted), names + more, do))

    def _reprint(self, issued: "Issued") -> None:
        folder = self._services.workspace.certificates

        def do(reason: str, passphrase: str) -> None:
            self._start(
                lambda _progress: self._services.certificates.reprint(
                    self._person, issued.certificate.serial, reason, passphrase, folder
                ),
                lambda file: self._done(f"补打了 {issued.certificate.serial}，编号不变。", file),
                title="正在补打合格证",
            )

        self._with_keys(lambda form: form.ask_reprint(issued.certificate, do))

    def _revoke(self, issued: "Issued") -> None:
        def do(reason: str, _passphrase: str) -> None:
            def done(_record: object) -> None:
                self._on_list()
                self._window.notice.show(
                    Tone.GOOD, f"已撤销 {issued.certificate.serial}。", "请导出新的撤销名单，交给会核验它的单位。"
                )

            self._start(
                lambda _progress: self._services.certificates.revoke(self._person, issued.certificate.serial, reason),
                done,
            )

        self._with_keys(lambda form: form.ask_revoke(issued.certificate, do))

    def _keys(self) -> None:
        def make() -> Screen:
            from app.gui.screens.cert_keys import CertKeys

            return CertKeys(
                self._window.stage, self._theme, self._person, lambda: self._services.certificates, self._start,
                self._window.notice.show, self._on_file, on_back=self._on_list,
            )  # fmt: skip

        self._window.show(self._keep("cert keys", make))

    def _with_keys(self, ask: "Callable[[CertForm], None]") -> None:
        """Show the form: first for the unit's keys where it has none yet, then for what was asked."""

        def make() -> Screen:
            from app.gui.screens.cert_form import CertForm

            return CertForm(self._window.stage, self._theme, on_back=self._on_list)

        def show(own: object) -> None:
            form: CertForm = self._keep("cert form", make)
            if own is None:
                form.ask_keys(self._unit(), lambda unit, passphrase: self._make_keys(unit, passphrase, ask))
            else:
                ask(form)
            self._window.show(form)

        self._start(lambda _progress: self._services.certificates.unit(), show)

    def _make_keys(self, unit: str, passphrase: str, ask: "Callable[[CertForm], None]") -> None:
        self._start(
            lambda _progress: self._services.certificates.make_keys(self._person, unit, passphrase),
            lambda _made: self._with_keys(ask),
            title="正在生成密钥",
        )

    def _done(self, words: str, file: Path) -> None:
        self._on_list()
        self._window.notice.show(Tone.GOOD, words, f"存放在 {file.parent}", ("打开文件夹", lambda: self._on_file(file)))

    def _cancelled(self) -> None:
        self._on_list()
        self._window.notice.show(Tone.GOOD, "已停下。停下之前签发的都有效，列在“已签发”里。")
