"""A person's text file gives its words, whatever program wrote it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from docx import Document

from kb.norm.address import parse_steps, steps_text
from kb.read import formats
from kb.read.document import BadSource
from kb.read.paper import unwrapped
from kb.read.running import of_bytes, running_text

COMMAND = "1. В статье 11:\n1) пункт 5 исключить;\n2) слово «ёж» заменить словом «әкім»."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_words_come_out_of_any_encoding(encoding: str, tmp_path: Path) -> None:
    file = tmp_path / "law.txt"
    file.write_bytes(COMMAND.replace("\n", "\r\n").encode(encoding))
    assert running_text(file) == COMMAND


def test_windows_1251_is_read_and_a_broken_utf_8_is_not_taken_for_it(tmp_path: Path) -> None:
    words = "В статье 11 пункт 5 исключить; слово «сад» заменить словом «лес»."
    assert of_bytes(words.encode("cp1251"), "law.txt") == words
    with pytest.raises(BadSource):
        of_bytes(words.encode()[:40] + b"\xff" + words.encode()[40:], "law.txt")


def test_word_gives_its_paragraphs(tmp_path: Path) -> None:
    document = Document()
    for line in COMMAND.split("\n"):
        document.add_paragraph(line)
    document.save(str(tmp_path / "law.docx"))
    assert running_text(tmp_path / "law.docx") == COMMAND


def test_lines_of_a_page_are_sentences_again_and_numbers_stay_at_their_lines() -> None:
    page = (
        "Статья 1. Внести в Закон Республики Казахстан от 23 января 2001\n"
        "года «О местном государственном управлении и самоуправлении в Рес-\n"
        "публике Казахстан» следующие изменения:\n"
        "1) в пункте 5 статьи 11 слова «открытым голосованием депутатов маслиха-\n"
        "та» исключить;\n"
        "\f12\n"
        "2) пункт 6 статьи 11 изложить в следующей редакции и дополнить его но-\n"
        "вым абзацем.\n"
    )
    assert unwrapped(page).strip().split("\n") == [
        "Статья 1. Внести в Закон Республики Казахстан от 23 января 2001 года «О местном"
        " государственном управлении и самоуправлении в Республике Казахстан» следующие изменения:",
        "1) в пункте 5 статьи 11 слова «открытым голосованием депутатов маслихата» исключить;",
        "2) пункт 6 статьи 11 изложить в следующей редакции и дополнить его новым абзацем.",
    ]


def test_a_text_whose_lines_are_paragraphs_is_left_alone() -> None:
    assert unwrapped(COMMAND) == COMMAND
    law = "Статья 1. Права\n" + "Аким вправе и обязан решать вопросы местного значения. " * 4
    assert unwrapped(law) == law


# --- Plain texts of other banks, read as acts -----------------------------------------------------


ENDS = ("\v", "\f", "\r", "\r\n", "\x85", "\u2028", "\u2029")


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("Статья 36. А\nТекст.\nСтатья 36.1. Б\n1. Пункт.\n", "art_36 art_36-1 art_36-1.pt_1"),
        ("Статья 3¹. А\n1. Да.\n1¹. Нет.\n", "art_3-1 art_3-1.pt_1 art_3-1.pt_1-1"),
        ("Статья 3(1). А\n1) да;\n1¹) нет.\n", "art_3-1 art_3-1.spt_1 art_3-1.spt_1-1"),
        ("3¹-бап. А\n1. Иә.\n", "art_3-1 art_3-1.pt_1"),
        ("3.1-бап. А\n1. Иә.\n", "art_3-1 art_3-1.pt_1"),
        ("## Глава 2.1. А\nСтатья 3. Б\nТекст.\n", "ch_2-1 art_3"),
        *(
            (f"{sign}Статья 1. А\n{sign}1. Да.\n{sign}2. Нет.\n", "art_1 art_1.pt_1 art_1.pt_2")
            for sign in "\ufeff\u200b\u200d\u200e\u00ad\u2060\u202e\u180e\u034f\u061c"
        ),
        *((f"Статья 1. А{end}1. Да.{end}2. Нет.", "art_1 art_1.pt_1 art_1.pt_2") for end in ENDS),
        *(
            (
                f"---\ntitle: О\n---\nСтатья 1. А{end}1. Да.{end}2. Нет.",
                "art_1 art_1.pt_1 art_1.pt_2",
            )
            for end in ENDS
        ),
    ],
)
def test_marks_of_units_are_seen_as_others_print_them(text: str, addresses: str) -> None:
    found = formats.read(text.encode(), "law.txt")
    assert found.unplaced_characters == 0
    assert " ".join(steps_text(c.steps) for c in found.edition.walk()) == addresses


def test_a_number_printed_in_another_way_is_a_doubt_and_keeps_its_print() -> None:
    found = formats.read("Статья 36.1. А\n1. Да.".encode(), "law.txt").edition
    assert next(d.address for d in found.doubts) == "art_36-1"
    assert found.root.text.startswith("Статья 36.1. А")


def test_signs_that_no_eye_sees_stay_within_words() -> None:
    found = formats.read("Статья 1. А\n1. Сло\u00adво.".encode(), "law.txt").edition
    assert found.resolve(parse_steps("art_1.pt_1")).own_text == "Сло\u00adво."


def test_a_page_of_paper_is_read_as_an_act_under_doubt() -> None:
    page = (
        "Статья 1. Предмет регулирования настоящего Закона и его дей-\n"
        "ствие\n"
        "1. Настоящий Закон регулирует отношения в области местного госу-\n"
        "дарственного управления, и определяет правовое положение, а также\n"
        "полномочия органов.\n\f2\n2. Второй пункт.\n"
    )
    found = formats.read(page.encode("cp1251"), "law.txt")
    assert [steps_text(c.steps) for c in found.edition.walk()] == [
        "art_1",
        "art_1.pt_1",
        "art_1.pt_2",
    ]
    assert "государственного" in found.edition.root.text
    assert "бумажной страницы" in found.edition.doubts[0].reason


def test_pipes_and_devices_are_refused_before_they_are_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path("/dev/zero")):
        with pytest.raises(BadSource, match="канал или устройство"):
            formats.load(path)


def test_a_saved_page_without_its_marks_gives_what_holds_its_articles() -> None:
    page = (
        "<html><body><div><p>Поиск в базе</p></div><div><p><b>Статья 1. А</b></p><p>1. Да.</p>"
        "<p><b>Статья 2. Б</b></p><p>Нет.</p></div><div><p>Институт законодательства</p></div>"
        "</body></html>"
    )
    found = formats.read(page.encode(), "page.html")
    assert found.unplaced_characters == 0
    assert [steps_text(c.steps) for c in found.edition.walk()] == ["art_1", "art_1.pt_1", "art_2"]
    assert "Институт" not in found.edition.root.text
    assert "не отмечает" in found.edition.doubts[0].reason
