"""Files as other systems write them: everything our types hold comes in, everything else is named."""

import base64

import pytest
from test_damaged_files import PNG, zipped

from app.content.bank.formats import read_any
from app.content.bank.imported import Reading


def one(text: str, name: str = "x.gift") -> dict[str, object]:
    (draft,) = read_any(text.encode(), name).drafts
    return dict(draft.fields)


def notes(reading: Reading) -> list[str]:
    return [note for draft in reading.drafts for note in draft.notes]


# ---- GIFT -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("gift", "fields"),
    [
        ("社保卡可以异地使用。{T}", {"type": "judge", "answer": True, "stem": "社保卡可以异地使用。"}),
        ("::标题:: 对吗？{FALSE#错了，应为否。}", {"type": "judge", "answer": False, "explanation": "错了，应为否。"}),
        ("期限是{=三十日 =30日}以内。", {"type": "blank", "stem": "期限是____以内。"}),
        ("几日？{=三十日}", {"type": "blank", "stem": "几日？____", "blanks": [{"accept": ["三十日"]}]}),
        ("首都是____。{=北京}", {"stem": "首都是____。"}),
        ("甲____，乙____？{=丙}", {"stem": "甲＿＿＿＿，乙＿＿＿＿？____", "blanks": [{"accept": ["丙"]}]}),
        ("甲____{=丙}办理。", {"stem": "甲＿＿＿＿____办理。"}),
        ("几日？{#30:2}", {"blanks": [{"number": "30", "tolerance": "2"}]}),
        ("几日？{#10..20}", {"blanks": [{"number": "15", "tolerance": "5"}]}),
        ("几日？{#=30:0#好\n=%50%31:0}", {"blanks": [{"number": "30"}], "explanation": "好"}),
        (
            "窗口{~甲 =乙#对 ~丙}办理。",
            {
                "type": "single",
                "stem": "窗口____办理。",
                "options": [{"text": "甲"}, {"text": "乙", "right": True, "why": "对"}, {"text": "丙"}],
            },
        ),
        ("选{~%50%甲 ~%50%乙 ~%-100%丙}", {"type": "multiple", "partial": "per-option"}),
        ("配{=甲 -> 1 =乙 -> 2 = -> 3}", {"type": "match", "extra": ["3"]}),
        ("排{>ALL EXACT\n一\n二\n三}", {"type": "order", "steps": ["一", "二", "三"]}),
        ("[html]<p>1&lt;2 <b>对吗</b></p><p>请判断</p>{T}", {"stem": "1<2 对吗\n请判断"}),
        (r"a\=b\:c\{d\} \~ 换\n行{T}", {"stem": "a=b:c{d} ~ 换\n行"}),
        ("// [id:k-1] [tag:时限] [tag:难度=4]\n对吗{T}", {"id": "k-1", "tags": ["时限"], "difficulty": "4"}),
        ("$CATEGORY: $course$/top/社保//医保/工伤\n\n对吗{T}", {"topic": "工伤"}),
        ("多行\n题干？{\n~甲\n=乙\n####解析在此\n}", {"stem": "多行\n题干？", "explanation": "解析在此"}),
    ],
)
def test_gift_as_moodle_reads_it(gift: str, fields: dict) -> None:
    found = one(gift)
    assert {key: found.get(key) for key in fields} == fields


def test_gift_says_what_it_leaves_behind_and_goes_on_after_mistakes() -> None:
    text = "问答{}\n\n只是说明\n\n开了不关{~甲 =乙\n\n::下一题:: 对吗{T}\n\n部分{=甲 =%50%乙}\n\n单选{=甲 ~%50%乙 ~丙}\n\n通配{=社保*}"
    reading = read_any(text.encode("gb18030"), "x.txt")
    assert [each.place for each in reading.rejected] == ["第 1 行", "第 3 行", "第 5 行"]
    assert [draft.fields["type"] for draft in reading.drafts] == ["judge", "blank", "single", "blank"]
    assert len(notes(reading)) == 3 and all("部分得分" in note or "通配符" in note for note in notes(reading))


# ---- Moodle XML -------------------------------------------------------------------------------------------------

TEXT = "<questiontext format='html'><text><![CDATA[<p>{}</p>]]></text></questiontext>"


def quiz(*questions: str) -> bytes:
    return ('<?xml version="1.0" encoding="UTF-8"?>\n<quiz>' + "".join(questions) + "</quiz>").encode()


def question(type: str, inside: str, stem: str = "题干&nbsp;&lt;1&gt;") -> str:
    return f"<question type='{type}'><name><text>名称</text></name>{TEXT.format(stem)}{inside}</question>"


def answer(text: str, fraction: float, feedback: str = "") -> str:
    return (
        f"<answer fraction='{fraction}' format='html'><text><![CDATA[<p>{text}</p>]]></text>"
        f"<feedback format='html'><text>{feedback}</text></feedback></answer>"
    )


def test_moodle_xml_types() -> None:
    reading = read_any(
        quiz(
            "<question type='category'><category><text>$course$/top/工伤</text></category></question>",
            question("multichoice", "<single>true</single>" + answer("甲", 100, "好") + answer("乙", 0)),
            question(
                "multichoice", "<single>false</single>" + answer("甲", 50) + answer("乙", 50) + answer("丙", -100)
            ),
            question("multichoiceset", answer("甲", 100) + answer("乙", 100) + answer("丙", 0)),
            question(
                "truefalse",
                "<answer fraction='0'><text>true</text></answer><answer fraction='100'><text>false</text></answer>",
            ),
            question("shortanswer", answer("三十日", 100).replace("<p>", "").replace("</p>", "")),
            question("numerical", "<answer fraction='100'><text>15</text><tolerance>0.5</tolerance></answer>"),
            question(
                "matching",
                "".join(
                    f"<subquestion><text>{left}</text><answer><text>{right}</text></answer></subquestion>"
                    for left, right in (("甲", "1"), ("乙", "2"), ("", "3"))
                ),
            ),
            question("ordering", answer("二", 2) + answer("一", 1)),
            question(
                "cloze",
                "",
                "期限{1:SHORTANSWER:=三十日~=30日#好}，共{1:NUMERICAL:=2:0.5}份，在{1:MULTICHOICE:=窗口~门口}",
            ),
            question(
                "gapselect",
                "<selectoption><text>窗口</text></selectoption><selectoption><text>门口</text></selectoption>",
                "在[[1]]办",
            ),
            question("essay", ""),
            question("description", ""),
            question("calculated", ""),
            question("kprime", ""),
        ),
        "x.xml",
    )
    fields = [dict(draft.fields) for draft in reading.drafts]
    assert [each["type"] for each in fields] == [
        "single", "multiple", "multiple", "judge", "blank", "blank", "match", "order", "blank", "blank",
    ]  # fmt: skip
    assert all(each["topic"] == "工伤" for each in fields)
    assert fields[0]["stem"] == "题干 <1>" and fields[0]["options"][0] == {"text": "甲", "right": True, "why": "好"}
    assert (fields[1]["partial"], fields[2]["partial"]) == ("per-option", "none")
    assert fields[3]["answer"] is False and fields[4]["blanks"] == [{"accept": ["三十日"]}]
    assert fields[5]["blanks"] == [{"number": "15", "tolerance": "0.5"}]
    assert fields[6]["extra"] == ["3"] and fields[7]["steps"] == ["一", "二"]
    assert fields[8]["stem"] == "期限____，共____份，在____"
    assert fields[8]["blanks"] == [
        {"accept": ["三十日", "30日"]},
        {"number": "2", "tolerance": "0.5"},
        {"accept": ["窗口"]},
    ]
    assert fields[9]["blanks"] == [{"accept": ["窗口"]}]
    assert ["问答题" in r.reason or "题库没有" in r.reason for r in reading.rejected] == [True] * 4
    assert any("备选项" in note for note in notes(reading)) and any("备选词" in note for note in notes(reading))


def test_moodle_xml_with_pictures_and_what_cannot_be_shown() -> None:
    picture = base64.b64encode(PNG).decode()
    stem = '<img src="@@PLUGINFILE@@/%E5%A4%A7%E5%8E%85.png"/>看图<table><tr><td>甲</td></tr></table>'
    text = TEXT.format(stem).replace(
        "</questiontext>", f'<file name="大厅.png" path="/" encoding="base64">{picture}</file></questiontext>'
    )
    options = answer(f"<img src='data:image/png;base64,{picture}'>", 100) + answer("乙<img src='http://x/y.png'>", 0)
    xml = f"<question type='multichoice'>{text}<single>true</single>{options}</question>"
    (draft,) = read_any(quiz(xml), "x.xml").drafts
    assert draft.fields["picture"] == "大厅.png" and draft.pictures["大厅.png"] == PNG
    assert draft.pictures[draft.fields["options"][0]["picture"]] == PNG
    assert any("表格" in note for note in draft.notes) and any("y.png" in note for note in draft.notes)


def test_a_truncated_moodle_file_yields_its_beginning() -> None:
    whole = quiz(*(question("truefalse", answer("true", 100) + answer("false", 0)) for _ in range(50)))
    reading = read_any(whole[: len(whole) * 3 // 4], "x.xml")
    assert 30 < len(reading.drafts) < 45 and "以后的内容没有导入" in reading.rejected[-1].reason


def test_gb2312_is_read_although_expat_knows_none() -> None:
    xml = quiz(question("truefalse", answer("true", 100) + answer("false", 0), "社保卡")).decode()
    content = xml.replace("UTF-8", "gb2312").encode("gb18030")
    assert read_any(content, "x.xml").drafts[0].fields["stem"] == "社保卡"


# ---- Aiken ------------------------------------------------------------------------------------------------------


def test_aiken_and_its_variants() -> None:
    text = (
        "题干一\nA) 甲\nB) 乙\nANSWER: B\n\n题干二\n还是题干\nA. 甲\nB. 乙\nC. 丙\nANSWER: A, C\n"
        "题干三\nA、甲\nB、乙\n答案：A\n\n只有一个\nA) 甲\nANSWER: A\n\n没有答案\nA) 甲\nB) 乙\n\n最后\nA) 甲\nB) 乙\nANSWER: D\n"
    )
    reading = read_any(text.encode("utf-8-sig"), "x.txt")
    found = [
        (d.fields["type"], d.fields["stem"], [o["text"] for o in d.fields["options"] if "right" in o])
        for d in reading.drafts
    ]
    assert found == [
        ("single", "题干一", ["乙"]),
        ("multiple", "题干二\n还是题干", ["甲", "丙"]),
        ("single", "题干三", ["甲"]),
    ]
    assert len(reading.rejected) == 3 and "缺少答案行" in reading.rejected[1].reason


# ---- QTI --------------------------------------------------------------------------------------------------------


def item(body: str, *declarations: str, processing: str = "") -> bytes:
    return (
        '<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="i" title="标题" adaptive="false">'
        + "".join(declarations)
        + f"<itemBody>{body}</itemBody>{processing}</assessmentItem>"
    ).encode()


def response(cardinality: str, *right: str, base: str = "identifier", mapping: str = "", name: str = "R") -> str:
    correct = "".join(f"<value>{value}</value>" for value in right)
    correct = f"<correctResponse>{correct}</correctResponse>" if right else ""
    return f'<responseDeclaration identifier="{name}" cardinality="{cardinality}" baseType="{base}">{correct}{mapping}</responseDeclaration>'


def choices(*texts: str, tag: str = "simpleChoice") -> str:
    return "".join(f'<{tag} identifier="{chr(65 + i)}">{text}</{tag}>' for i, text in enumerate(texts))


def mapping(**weights: float) -> str:
    entries = "".join(f'<mapEntry mapKey="{key}" mappedValue="{weight}"/>' for key, weight in weights.items())
    return f"<mapping>{entries}</mapping>"


CHOICE = '<p>题干</p><choiceInteraction responseIdentifier="R" maxChoices="{}"><prompt>选什么？</prompt>{}</choiceInteraction>'


@pytest.mark.parametrize(
    ("content", "fields"),
    [
        (item(CHOICE.format(1, choices("甲", "乙")), response("single", "B")), {"type": "single", "stem": "题干\n选什么？"}),
        (item(CHOICE.format(1, choices("True", "False")), response("single", "B")), {"type": "judge", "answer": False}),
        (
            item(CHOICE.format(0, choices("甲", "乙", "丙")), response("multiple", mapping=mapping(A=1, C=1, B=-1))),
            {"type": "multiple", "partial": "per-option", "options": [{"text": "甲", "right": True}, {"text": "乙"}, {"text": "丙", "right": True}]},
        ),
        (
            item(f'<orderInteraction responseIdentifier="R"><prompt>排</prompt>{choices("一", "二")}</orderInteraction>', response("ordered", "B", "A")),
            {"type": "order", "steps": ["二", "一"]},
        ),
        (
            item(
                '<p>在<textEntryInteraction responseIdentifier="R"/>日内</p>',
                response("single", "30", base="string", mapping='<mapping><mapEntry mapKey="三十" mappedValue="1"/><mapEntry mapKey="30" mappedValue="1"/></mapping>'),
            ),
            {"type": "blank", "stem": "在____日内", "blanks": [{"accept": ["30", "三十"]}]},
        ),
        (
            item(
                '<p>在[_____]日内</p><p><textEntryInteraction responseIdentifier="R"/></p>',
                response("single", "30", base="string"),
            ),
            {"type": "blank", "stem": "在[＿＿＿＿＿]日内\n____"},
        ),
        (
            item(
                '<p>在<inlineChoiceInteraction responseIdentifier="R">' + choices("窗口", "门口", tag="inlineChoice") + "</inlineChoiceInteraction>办</p>",
                response("single", "A"),
            ),
            {"type": "single", "stem": "在____办", "options": [{"text": "窗口", "right": True}, {"text": "门口"}]},
        ),
        (
            item(
                CHOICE.format(1, choices("甲", "乙")) + CHOICE.format(1, choices("丙", "丁")).replace('"R"', '"S"'),
                response("single", "A"),
                response("single", "B", name="S"),
            ),
            {"type": "case"},
        ),
    ],
)  # fmt: skip
def test_qti_items(content: bytes, fields: dict) -> None:
    (draft,) = read_any(content, "x.xml").drafts
    assert {key: draft.fields.get(key) for key in fields} == fields


@pytest.mark.parametrize("version", [2, 3])
def test_qti_matching_either_way_round(version: int) -> None:
    def matching(pairs: list[str]) -> dict[str, object]:
        sets = "".join(
            "<simpleMatchSet>"
            + "".join(
                f'<simpleAssociableChoice identifier="{n}" matchMax="9">{n}项</simpleAssociableChoice>' for n in names
            )
            + "</simpleMatchSet>"
            for names in ("AB", "XY")
        )
        xml = item(
            f'<matchInteraction responseIdentifier="R">{sets}</matchInteraction>', response("multiple", *pairs)
        ).decode()
        if version == 3:
            for name in (
                "matchInteraction",
                "simpleMatchSet",
                "simpleAssociableChoice",
                "assessmentItem",
                "itemBody",
                "responseDeclaration",
                "correctResponse",
                "value",
            ):
                dashed = "qti-" + "".join("-" + c.lower() if c.isupper() else c for c in name)
                xml = xml.replace(f"<{name}", f"<{dashed}").replace(f"</{name}>", f"</{dashed}>")
            xml = xml.replace("responseIdentifier", "response-identifier")
        reading = read_any(xml.encode(), "x.xml")
        return dict(reading.drafts[0].fields) if reading.drafts else {"rejected": reading.rejected[0].reason}

    assert matching(["A X", "B X"])["pairs"] == [{"left": "A项", "right": "X项"}, {"left": "B项", "right": "X项"}]
    assert matching(["A X", "A Y"])["pairs"] == [{"left": "X项", "right": "A项"}, {"left": "Y项", "right": "A项"}]
    assert "一项对应多项" in str(matching(["A X", "A Y", "B X"])["rejected"])


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (item('<extendedTextInteraction responseIdentifier="R"/>'), "问答题"),
        (item('<uploadInteraction responseIdentifier="R"/>'), "上传"),
        (item("<p>只有文字</p>"), "没有作答部分"),
        (item(CHOICE.format(1, choices("甲", "乙")), response("single")), "没有给出正确答案"),
        (item("<p/>").replace(b'adaptive="false"', b'adaptive="true"'), "自适应"),
    ],
)
def test_qti_items_that_cannot_be_held_say_why(content: bytes, reason: str) -> None:
    reading = read_any(content, "x.xml")
    assert reading.drafts == () and reason in reading.rejected[0].reason


def test_a_package_is_followed_from_its_manifest() -> None:
    manifest = (
        '<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"><resources>'
        '<resource identifier="a" type="imsqti_item_xmlv2p1" href="q/a%20b.xml"/>'
        '<resource identifier="b" type="imsqti_item_xmlv2p1" href="q/missing.xml"/>'
        '<resource identifier="c" type="imsqti_xmlv1p2" href="q/old.xml"/>'
        '<resource identifier="t" type="imsqti_test_xmlv2p1" href="q/test.xml"/>'
        '<resource identifier="s" type="webcontent" href="q/pic/p.png"/></resources></manifest>'
    )
    good = item(
        '<img src="pic/p.png"/>' + CHOICE.format(1, choices("甲", "乙")),
        response("single", "A"),
        '<assessmentStimulusRef href="../s.xml" identifier="s"/>',
    )
    parts = {
        "imsmanifest.xml": manifest.encode(),
        "q/a b.xml": good,
        "q/pic/p.png": PNG,
        "q/old.xml": b"<questestinterop/>",
    }
    parts["s.xml"] = "<assessmentStimulus><stimulusBody><p>共用材料</p></stimulusBody></assessmentStimulus>".encode()
    reading = read_any(zipped(parts), "x.zip")
    (draft,) = reading.drafts
    assert (
        draft.fields["stem"] == "共用材料\n题干\n选什么？"
        and draft.fields["picture"] == "p.png"
        and draft.pictures == {"p.png": PNG}
    )
    assert [each.place for each in reading.rejected] == [
        "q/missing.xml",
        "q/old.xml",
    ] and any("QTI 1.2" in each.reason for each in reading.rejected)
    assert any("试卷结构" in note for note in reading.notes)
    assert len(read_any(zipped({"q/a.xml": good}), "x.zip").drafts) == 1  # no manifest at all


# ---- tables -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_csv_in_any_encoding_with_any_separator(encoding: str, mark: str) -> None:
    rows = [["题型", "题干", "选项", "答案"], ["单选题", '"甲\n乙"', "A.甲 B.乙 C.丙", "c"], ["判断", "对吗", "", "×"]]
    reading = read_any("\r\n".join(mark.join(row) for row in rows).encode(encoding), "x.csv")
    first, second = (draft.fields for draft in reading.drafts)
    assert (
        first["stem"] == "甲\n乙" and first["options"][2] == {"text": "丙", "right": True} and second["answer"] is False
    )


@pytest.mark.parametrize(
    ("answer", "right"),
    [("ABD", "ABD"), ("A,B,D", "ABD"), ("a、b、d", "ABD"), ("Ａ Ｄ", "AD"), ("B", "B"), ("甲；丁", "AD"), ("丙", "C")],
)
def test_answers_as_trainers_write_them(answer: str, right: str) -> None:
    (draft,) = read_any(
        f'题型,题干,选项A,选项B,选项C,选项D,答案\n多选,选,甲,乙,丙,丁,"{answer}"'.encode(), "x.csv"
    ).drafts
    assert "".join("ABCD"[i] for i, o in enumerate(draft.fields["options"]) if "right" in o) == right


def test_files_that_are_nothing_we_know_say_so() -> None:
    from app.domain.errors import UserError

    for content, name in [
        (b"", "a.csv"),
        (b"%PDF-1.4", "a.pdf"),
        ("随便".encode(), "a.csv"),
        (b"<html/>", "a.xml"),
        (b"\xd0\xcf\x11\xe0xx", "a.xls"),
    ]:
        with pytest.raises(UserError) as caught:
            read_any(content, name)
        assert name in caught.value.message and caught.value.remedy
