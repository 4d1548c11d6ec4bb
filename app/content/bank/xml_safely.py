"""XML from strangers: no document types, no entities, any encoding an office declares."""

import re
from xml.etree.ElementTree import Element, ParseError

from app.content.bank.text_encoding import decode_text
from app.domain.errors import UserError

_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*encoding=["']([A-Za-z0-9_.-]+)["']""")


def parse_xml(content: bytes, name: str) -> Element:
    """The root element. UserError where the file is no XML, or has a document type or entities of its own."""
    text = xml_text(content, name)
    import defusedxml.ElementTree as safe
    from defusedxml.common import DefusedXmlException

    try:
        return safe.fromstring(text, forbid_dtd=True)
    except DefusedXmlException as problem:
        raise refused(name) from problem
    except ParseError as problem:
        line = problem.position[0] if problem.position else 1
        raise UserError(
            f"{name} 第 {line} 行的 XML 不完整或有错误。", "请用原来的系统重新导出，不要用文字处理软件改动。"
        ) from problem
    except (ValueError, RecursionError) as problem:
        raise UserError(f"{name} 不是可以读取的 XML。", "请用原来的系统重新导出。") from problem


def refused(name: str) -> UserError:
    return UserError(
        f"{name} 带有文档类型声明或自定义实体，为安全起见没有读取。", "请用原来的系统重新导出不带 DOCTYPE 的文件。"
    )


def xml_text(content: bytes, name: str) -> str:
    """The text without its declaration: expat itself knows neither GBK nor GB18030."""
    declared = _ENCODING.match(content[:200])
    if declared and declared[1].lower() in (b"gb2312", b"gbk", b"gb18030"):
        try:
            return _DECLARATION.sub("", content.decode("gb18030"), count=1)
        except UnicodeDecodeError:
            pass
    return _DECLARATION.sub("", decode_text(content, name).text, count=1)


def local(element: Element) -> str:
    """The element's name without its namespace."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
