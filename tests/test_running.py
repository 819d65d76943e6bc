"""A person's text file gives its words, whatever program wrote it."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document

from kb.read.document import BadSource
from kb.read.running import of_bytes, running_text, unwrapped

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
