"""QTI 2.1, 2.2 and 3.0: content packages with a manifest, or single item files."""

import posixpath
import re
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from app.content.bank.imported import MOST_PICTURE_BYTES, Draft, Reading, Rejected
from app.content.bank.labels import labelled
from app.content.bank.package import Package
from app.content.bank.qti_item import Item, NotTaken
from app.content.bank.qti_names import attribute, children, descendants, kind
from app.content.bank.qti_text import text_of
from app.content.bank.rich_text import PICTURE_ENDINGS, clean, picture_name
from app.content.bank.xml_safely import parse_xml
from app.domain.errors import Progress, UserError, no_progress

TOOL = "窗口练兵"
_MOST_XML_BYTES = 20_000_000
_ITEM = re.compile(rb"<(?:\w+:)?(?:assessmentItem|qti-assessment-item)[\s>]")


def read_qti_package(content: bytes, name: str, on_progress: Progress = no_progress) -> Reading:
    """UserError where the zip is unusable or holds no QTI; each item is a draft or a rejection."""
    package = Package(content, name)
    drafts: list[Draft] = []
    rejected: list[Rejected] = []
    notes: list[str] = []
    items = _items(package, notes)
    if not items:
        raise UserError(f"{name} 里没有 QTI 题目。", "请选择 QTI 2.1、2.2 或 3.0 的导出包。")
    for i, (path, labels, refusal) in enumerate(items):
        if i % 50 == 0:
            on_progress(i / len(items), f"正在读取第 {i + 1} 题")
        if refusal:
            rejected.append(Rejected(path, refusal))
            continue
        source = package.read(path, _MOST_XML_BYTES)
        if source is None:
            rejected.append(Rejected(path, "清单里有这一题，但包里没有这个文件，或者文件已损坏、过大"))
            continue
        try:
            drafts.append(_draft(parse_xml(source, path), path, labels, package))
        except NotTaken as reason:
            rejected.append(Rejected(path, str(reason)))
        except UserError as problem:
            rejected.append(Rejected(path, problem.message.rstrip("。")))
    return Reading(tuple(drafts), tuple(rejected), tuple(notes))


def read_qti_item(content: bytes, name: str, on_progress: Progress = no_progress) -> Reading:
    """A single item file. UserError where it is no QTI item; an item our types cannot hold is a rejection."""
    root = parse_xml(content, name)
    if kind(root) != "assessmentitem":
        raise UserError(
            f"{name} 不是 Moodle 或 QTI 的题目文件（最外层是 {kind(root)}）。",
            "请选择 Moodle XML、QTI 题目或 QTI 压缩包。",
        )
    try:
        return Reading((_draft(root, name, [], None),))
    except NotTaken as reason:
        return Reading((), (Rejected(name, str(reason)),))


def _items(package: Package, notes: list[str]) -> list[tuple[str, list[str], str]]:
    """(path, labels, why it is refused or "") of every item, as the manifest lists them.

    Without a usable manifest, every item file.
    """
    manifests = sorted((n for n in package.names() if posixpath.basename(n).lower() == "imsmanifest.xml"), key=len)
    root = None
    if manifests:
        source = package.read(manifests[0], _MOST_XML_BYTES)
        try:
            root = parse_xml(source or b"", manifests[0])
        except UserError as problem:
            notes.append(f"{problem.message.rstrip('。')}，改为读取包里所有题目文件")
    if root is None:
        paths = (n for n in package.names() if n.lower().endswith(".xml") and n not in manifests)
        return [(path, [], "") for path in sorted(paths) if _is_item(package, path)]
    base = posixpath.dirname(manifests[0])
    found = []
    for resource in descendants(root, "resource"):
        type = attribute(resource, "type").lower()
        path = _joined(base, attribute(resource, "href"))
        if "imsqti_item" in type or "apipitem" in type or ("imsqti" in type and _is_item(package, path)):
            found.append((path, _keywords(resource), ""))
        elif "xmlv1p" in type or "imsqti_xmlv1" in type:
            found.append((path, [], "这是 QTI 1.2，请在原系统中改为导出 QTI 2.1、2.2 或 3.0"))
        elif "imsqti_test" in type:
            notes.append(f"{path} 是试卷结构，只导入了其中的题目")
    return found


def _is_item(package: Package, path: str) -> bool:
    source = package.read(path, _MOST_XML_BYTES)
    return source is not None and _ITEM.search(source) is not None


def _keywords(resource: Element) -> list[str]:
    return [clean("".join(each.itertext())) for each in descendants(resource, "keyword")]


def _joined(base: str, href: str) -> str:
    return posixpath.normpath(posixpath.join(base, unquote(href).split("?")[0].split("#")[0]))


def _draft(root: Element, path: str, labels: list[str], package: Package | None) -> Draft:
    try:
        return _draft_of(root, path, labels, package)
    except RecursionError:
        raise NotTaken("题目里的元素嵌套过深，读不出来") from None


def _draft_of(root: Element, path: str, labels: list[str], package: Package | None) -> Draft:
    if kind(root) != "assessmentitem":
        raise NotTaken("不是 QTI 题目文件")
    files = {} if package is None else _pictures(root, path, package)
    item = Item(files)
    fields = item.fields(root)
    shared = "" if package is None else _shared_text(root, path, package, item.notes)
    if shared:
        fields["stem"] = f"{shared}\n{fields['stem']}"
    if attribute(root, "toolname") == TOOL and attribute(root, "label"):
        # Our own export: its label is the id. The identifiers of others repeat from package to package.
        fields["id"] = attribute(root, "label")
    return Draft(path, labelled(fields, labels), tuple(dict.fromkeys(item.notes)), item.pictures)


def _pictures(root: Element, path: str, package: Package) -> dict[str, bytes]:
    """The contents of the pictures that an item names, by bare name."""
    found = {}
    for element in root.iter():
        source = attribute(element, "src") or attribute(element, "data")
        name = picture_name(source) if source else ""
        if name.lower().endswith(PICTURE_ENDINGS) and name not in found:
            content = package.read(_joined(posixpath.dirname(path), source), MOST_PICTURE_BYTES)
            if content is not None:
                found[name] = content
    return found


def _shared_text(root: Element, path: str, package: Package, notes: list[str]) -> str:
    """What shared stimuli (a passage that several items refer to) say."""
    texts = []
    for reference in descendants(root, "assessmentstimulusref"):
        href = attribute(reference, "href")
        source = package.read(_joined(posixpath.dirname(path), href), _MOST_XML_BYTES)
        bodies: list[Element] = []
        if source is not None:
            try:
                bodies = children(parse_xml(source, href), "stimulusbody")
            except UserError:
                bodies = []
        if not bodies:
            notes.append(f"引用的材料 {href} 读不出来，没有导入")
        texts += [text_of(body).text for body in bodies]
    return "\n".join(text for text in texts if text)
