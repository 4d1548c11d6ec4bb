"""One name for the same thing in QTI 2.1, 2.2 and 3.0: choiceInteraction and qti-choice-interaction."""

from xml.etree.ElementTree import Element

from app.content.bank.xml_safely import local


def kind(element: Element) -> str:
    """The element's name, in lower case, without namespace, qti- and dashes."""
    return local(element).lower().removeprefix("qti-").replace("-", "")


def attribute(element: Element, name: str) -> str:
    """An attribute by its name in lower case without dashes: maxchoices for maxChoices and max-choices."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2].lower().replace("-", "") == name:
            return value.strip()
    return ""


def children(element: Element, name: str) -> list[Element]:
    return [child for child in element if kind(child) == name]


def descendants(element: Element, name: str) -> list[Element]:
    return [each for each in element.iter() if kind(each) == name]
