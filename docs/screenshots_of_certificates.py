"""The pictures of certificates: `python docs/screenshots_of_certificates.py [--into FOLDER] [NAME …]`.

A workspace in which a class has passed a module is made for the purpose; one of the pictures is a certificate's page.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "docs")]

import pymupdf  # noqa: E402
from take_screenshots import Shown, display  # noqa: E402

from app.domain.people import Role  # noqa: E402
from app.gui.stops import Place  # noqa: E402
from app.main import Application  # noqa: E402
from app.services.certificates import CertificateDesk  # noqa: E402
from app.services.verification import CertificateCheck  # noqa: E402
from app.storage.unit_keys import UnitKeys  # noqa: E402
from app.system.places import Workspace  # noqa: E402
from app.system.settings import Appearance  # noqa: E402
from tests.certificate_samples import PASSPHRASE, FakeLearning, Passed  # noqa: E402

UNIT = "城南区人力资源和社会保障服务大厅"
CLASS = (("王晓琳", 96.0), ("欧阳喆", 91.5), ("赵𬭎", 88.0), ("买买提·吐尔逊", 84.5), ("何雨欣", 79.0), ("孙悦", 73.5))
SEALED = 3  # how many have their certificate already


def filled(folder: Path) -> Application:
    """A workspace with keys, certificates and passes that wait for one."""
    services = Application(Workspace(folder / "工作区"))
    hr = services.people.add("周敏", Role.HR, "0001", UNIT, "2468")
    learning = FakeLearning()
    for at, (name, percent) in enumerate(CLASS):
        person = services.people.add(name, Role.TRAINEE, f"C{at + 1:03}", UNIT)
        learning.passed[person.id] = Passed(learning.today, percent, f"{at + 1:032x}")
    keys = UnitKeys(services.kept.keys)
    keys.make(UNIT, PASSPHRASE, services.learning._now())
    desk = CertificateDesk(services.stored_records, services.people.all, lambda: learning, keys)
    sealed = [each for each in desk.waiting(hr) if each.person.name in dict(CLASS[:SEALED])]
    desk.issue(hr, sealed, PASSPHRASE, services.kept.certificates)
    desk.revoke(hr, desk.issued()[-1].certificate.serial, "考试成绩经复核改判")
    # Cached properties: the window asks for these.
    services.__dict__["certificates"] = desk
    services.__dict__["certificate_check"] = CertificateCheck(desk)
    return services


def waiting(shown: Shown) -> None:
    shown.go(Place.CERTIFICATES, Role.HR)
    shown.until(lambda: shown.screen.ready)


def issued(shown: Shown) -> None:
    waiting(shown)
    shown.screen.show_issued()


def issue(shown: Shown) -> None:
    waiting(shown)
    shown.screen.primary()
    shown.until(lambda: type(shown.screen).__name__ == "CertForm")


def verified(shown: Shown, at: int = 0) -> None:
    waiting(shown)
    shown.window._certifying().verify()
    shown.until(lambda: type(shown.screen).__name__ == "CertVerify")
    shown.screen.field.text = shown.services.certificates.issued()[at].statement
    shown.screen.primary()
    shown.until(lambda: shown.screen.verdict is not None)
    shown.settle()


def revoked(shown: Shown) -> None:
    verified(shown, -1)


def keys(shown: Shown) -> None:
    waiting(shown)
    shown.window._certifying()._keys()
    shown.until(lambda: type(shown.screen).__name__ == "CertKeys" and shown.screen.table.tree.get_children())


SCREENS: dict[str, tuple[Callable[[Shown], Any], Appearance, float]] = {
    "cert-waiting": (waiting, Appearance.LIGHT, 1.0),
    "cert-waiting-150": (waiting, Appearance.LIGHT, 1.5),
    "cert-waiting-dark": (waiting, Appearance.DARK, 1.0),
    "cert-issue": (issue, Appearance.LIGHT, 1.0),
    "cert-issue-150": (issue, Appearance.LIGHT, 1.5),
    "cert-issued": (issued, Appearance.LIGHT, 1.0),
    "cert-issued-150": (issued, Appearance.LIGHT, 1.5),
    "cert-issued-dark": (issued, Appearance.DARK, 1.0),
    "cert-verified": (verified, Appearance.LIGHT, 1.0),
    "cert-verified-150": (verified, Appearance.LIGHT, 1.5),
    "cert-verified-dark": (verified, Appearance.DARK, 1.0),
    "cert-revoked": (revoked, Appearance.LIGHT, 1.0),
    "cert-keys": (keys, Appearance.LIGHT, 1.0),
    "cert-keys-150": (keys, Appearance.LIGHT, 1.5),
}
PAGE = "certificate"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help=" ".join([*SCREENS, PAGE]))
    parser.add_argument("--into", type=Path, default=ROOT / "docs" / "screenshots")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, display():
        services = filled(Path(folder))
        for name, (show, appearance, scale) in SCREENS.items():
            if wanted.names and name not in wanted.names:
                continue
            shown = Shown(services, appearance, scale, None)
            show(shown)
            shown.picture().save(wanted.into / f"{name}.png", optimize=True)
            shown.window.close()
        if not wanted.names or PAGE in wanted.names:
            file = next(services.kept.certificates.glob("*欧阳*.pdf"))
            pymupdf.open(file)[0].get_pixmap(dpi=110).save(wanted.into / f"{PAGE}.png")
        services.close()


if __name__ == "__main__":
    main()
