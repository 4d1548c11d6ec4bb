"""The formats that questions are exchanged in, by name; what reads and writes them is in `formats`."""

from enum import Enum


class Format(Enum):
    """A value is what the command line takes."""

    XLSX = "xlsx"
    CSV = "csv"
    GIFT = "gift"
    MOODLE_XML = "moodle-xml"
    AIKEN = "aiken"
    QTI_21 = "qti2.1"
    QTI_22 = "qti2.2"
    QTI_30 = "qti3.0"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def ending(self) -> str:
        return _ENDINGS[self]


_LABELS = {
    Format.XLSX: "Excel 工作簿",
    Format.CSV: "CSV 表格",
    Format.GIFT: "Moodle GIFT",
    Format.MOODLE_XML: "Moodle XML",
    Format.AIKEN: "Aiken",
    Format.QTI_21: "QTI 2.1",
    Format.QTI_22: "QTI 2.2",
    Format.QTI_30: "QTI 3.0",
}
_ENDINGS = {
    Format.XLSX: ".xlsx",
    Format.CSV: ".csv",
    Format.GIFT: ".gift",
    Format.MOODLE_XML: ".xml",
    Format.AIKEN: ".txt",
    Format.QTI_21: ".zip",
    Format.QTI_22: ".zip",
    Format.QTI_30: ".zip",
}
