"""A corpus text printed in the shape of each source, with the irregularities of the real ones.

The lines come from the Markdown of the corpus, taken apart here and not by kb, so that a reader is
measured against the file and not against itself.
"""

from __future__ import annotations

import html
import io
import json
import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

import yaml
from docx import Document


@dataclass(frozen=True)
class Printed:
    """A line of an act: `kind` is title, heading, note, more (a further line of a note), coming
    (a wording printed ahead), text, table (its HTML as the source has it)."""

    kind: str
    text: str

    @property
    def rows(self) -> list[list[tuple[str, int, int]]]:
        """The cells of a table: words, columns and rows that each takes."""
        return [
            [
                (html.unescape(words), *(_span(marks, way) for way in ("col", "row")))
                for marks, words in re.findall(r"<td([^>]*)>(.*?)</td>", row, re.DOTALL)
            ]
            for row in re.findall(r"<tr>(.*?)</tr>", self.text, re.DOTALL)
        ]


def _span(marks: str, way: str) -> int:
    said = re.search(rf'{way}span="(\d+)"', marks)
    return int(said[1]) if said else 1


def printed(markdown: str) -> list[Printed]:
    """The lines of a corpus file; anchors and rules are left out."""
    body = re.sub(r"\A---\n.*?\n---\n", "", markdown, count=1, flags=re.DOTALL)
    found: list[Printed] = []
    body = re.sub(r"<table>.*?</table>", lambda t: t[0].replace("\n", ""), body, flags=re.DOTALL)
    for raw in filter(None, map(str.strip, body.split("\n"))):
        if raw.startswith("<a id=") or re.fullmatch(r"_{3,}", raw):
            continue
        if raw.startswith("<table>"):
            found.append(Printed("table", raw))
            continue
        words = re.sub(r"^(?:#{1,6}\s+|(?:>\s*)+)", "", raw)
        starred = re.fullmatch(r"(\*{1,3})([^*]+)\1", words)
        words = starred[2] if starred else words
        words = re.sub(r"^(\d+(?:-\d+)*)\\\)", r"\1)", words)
        if raw.startswith("# ") and not words.startswith("РАЗДЕЛ"):
            kind = "title"
        elif raw.startswith("#"):
            kind = "heading"
        elif raw.startswith(">"):
            begins = re.match(r"(?:Сноска|Ескерту|Примечание)", words)
            kind = (
                "note" if begins or not found or found[-1].kind not in ("note", "more") else "more"
            )
        else:
            kind = "coming" if starred else "text"
            if re.match(r"(?:Сноска|Ескерту|Примечание)\b", words):
                kind = "note"
        found.append(Printed(kind, words))
    return found


# --- adilet -------------------------------------------------------------------------------------


def adilet(
    lines: list[Printed],
    *,
    act: str = "Z010000148_",
    language: str = "rus",
    requisites: str = "Закон Республики Казахстан от 23 января 2001 года № 148.",
    date: str = "",
) -> str:
    """A page as the site serves it: badge, tabs, anchors, nbsp, bold or h3 headings, br, fonts."""
    title = next((p.text for p in lines if p.kind == "title"), "")
    body: list[str] = []
    for nth, line in enumerate(p for p in lines if p.kind != "title"):
        words = html.escape(line.text, quote=False)
        anchor = f'<a name="z{nth}"></a>' if nth % 3 == 0 else ""
        if line.kind == "heading":
            raised = re.sub(r"^(Статья \d+)-(\d+)", r"\1<sup>\2</sup>", words)
            if nth % 2:
                body.append(f'<h3 id="z{nth}">&nbsp;&nbsp;&nbsp;{words}</h3>')
            else:
                body.append(f"<p>{anchor}<b>&nbsp;&nbsp;&nbsp;&nbsp;{raised}</b></p>")
        elif line.kind == "table":
            body.append(line.text)
        elif line.kind == "more":
            body[-1] = body[-1].replace("</p>", f"<br/>\n      {words}</p>")
        elif line.kind == "note":
            mark = ' class="note"' if nth % 2 else ""
            body.append(f"<p{mark}>&nbsp;&nbsp;&nbsp;&nbsp;&nbsp; {words}</p>")
        elif line.kind == "coming":
            body.append(f'<p><font color="#ff0000">{words}</font></p>')
        elif re.match(r"\d+\)", line.text) and body and nth % 4 == 1 and _joins(body[-1]):
            body[-1] = body[-1].replace("</p>", f"<br>\n{words}</p>")
        else:
            body.append(f'<p id="z{nth}">{anchor}&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;{words}</p>')
    own = f"https://adilet.zan.kz/{language}/docs/{act}{f'/{date}' if date else ''}"
    text = "\n".join(body)
    return f"""<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>{html.escape(title)} - ИПС "Әділет"</title>
<link rel="canonical" href="{own}"><style>p {{ margin: 0 }}</style></head><body>
<div class="header"><a href="/{language}">Әділет</a><p>Поиск в базе НПА</p></div>
<div class="container_alpha slogan"><h1>{html.escape(title)}</h1>
<span class="status status_upd">Обновленный</span>
<p>{requisites}</p></div>
<ul class="tabs"><li><a href="/{language}/docs/{act}/info">Информация</a></li>
<li><a href="/{language}/docs/{act}/history">История изменений</a></li></ul>
<div class="container_gamma text text_upd"><article>
{text}
</article></div>
<div class="footer"><p>© 2012. РГП на ПХВ «Институт законодательства»</p></div>
<script>var a = "Статья 1. Не текст";</script></body></html>
"""


def _joins(paragraph: str) -> bool:
    return re.match(r'<p id="z\d+">', paragraph) is not None and ";" in paragraph


CAPTCHA = (
    "<!DOCTYPE html><html><head><title>Проверка</title></head><body><form>"
    "<h2>Подтвердите, что Вы не робот</h2><img src='/captcha.png'></form>"
    + "<!-- -->" * 2500
    + "</body></html>"
)


# --- zan ----------------------------------------------------------------------------------------


def zan(
    lines: list[Printed],
    *,
    code: str = "7966",
    ngr: str = "Z010000148_",
    language: str = "rus",
    date: str = "2026-07-14",
    requisites: str = "Закон Республики Казахстан от 23 января 2001 года № 148",
    pages: int = 1,
) -> str:
    """A document as the bank's API gives it: structural blocks without words, text with tags."""
    title = next((p.text for p in lines if p.kind == "title"), "")
    content: list[dict[str, object]] = [_zan("doc", 1)]
    content.append(_zan("toc", 2, "Оглавление"))
    for nth, line in enumerate(lines):
        words = line.text
        match line.kind:
            case "title":
                content.append(_zan("title", 2, words))
            case "heading":
                article = re.match(r"Статья (\S+?)\.?(?:\s|$)", words)
                content.append(_zan("article" if article else "chapter", 2))
                content.append(_zan("heading", 3, words))
            case "note":
                content.append(
                    _zan("note" if nth % 2 else "text", 4, words.replace(" РК ", " РК\n", 1))
                )
            case "more":
                content.append(_zan("note", 4, words))
            case "table":
                for row in spread(line.rows):
                    content.append(_zan("tableRow", 5))
                    content += [_zan("tableCell", 6, cell) for cell in row]
            case "coming":
                content.append(_zan("text", 4, f"<i>{html.escape(words, quote=False)}</i>"))
            case _:
                if re.match(r"\d+(-\d+)?\.\s", words):
                    content.append(_zan("point", 4))
                elif re.match(r"\d+(-\d+)?\)\s", words):
                    content.append(_zan("subpoint", 5))
                content.append(_zan("text", 5, f"      {words}" if nth % 2 else words))
    content.append(_zan("signature", 2))
    content.append(_zan("workPosition", 3, "Президент Республики Казахстан"))
    content.append(_zan("personName", 3, "Н. НАЗАРБАЕВ"))
    metadata = {
        "title": {language: title},
        "requisites": {language: requisites},
        "stateAgencyDocNumber": "148",
        "stateAgencyApprovalDate": "2001-01-23",
        "status": "upd",
        "actTypes": ["ЗАК"],
    }
    return json.dumps(
        {
            "id": code,
            "code": code,
            "ngr": ngr,
            "language": language,
            "version": {
                "versionDate": date,
                "cause": {"requisites": {language: "Закон № 350-VIII"}},
            },
            "metadata": metadata,
            "versionDate": date,
            "content": content,
            "pagesCount": pages,
        },
        ensure_ascii=False,
    )


def spread(rows: list[list[tuple[str, int, int]]]) -> list[list[str]]:
    """The table as a full grid: the words of a merged cell in the first of its places."""
    wide = sum(columns for _, columns, _ in rows[0])
    grid: list[list[str | None]] = [[None] * wide for _ in rows]
    for nth, row in enumerate(rows):
        for words, columns, high in row:
            at = grid[nth].index(None)
            for down in range(high):
                for across in range(columns):
                    grid[nth + down][at + across] = ""
            grid[nth][at] = words
    return [[words or "" for words in row] for row in grid]


def _zan(kind: str, level: int, text: str = "") -> dict[str, object]:
    block: dict[str, object] = {"id": "1", "type": kind, "level": level, "properties": []}
    if text:
        block["text"] = text
    return block


# --- Word ---------------------------------------------------------------------------------------


def word(lines: list[Printed]) -> bytes:
    """A document: the title as a style, headings as a style or as bold, runs broken anywhere."""
    document = Document()
    for nth, line in enumerate(lines):
        if line.kind == "title":
            document.add_heading(line.text, 0)
        elif line.kind == "heading" and nth % 2:
            document.add_heading(line.text, 2)
        elif line.kind == "heading":
            document.add_paragraph().add_run(line.text).bold = True
        elif line.kind == "coming":
            document.add_paragraph().add_run(line.text).italic = True
        elif line.kind == "table":
            rows = spread(line.rows)
            table = document.add_table(len(rows), len(rows[0]))
            for cells, words in zip(table.rows, rows, strict=True):
                for cell, text in zip(cells.cells, words, strict=True):
                    cell.text = text
        elif line.kind == "more":
            document.paragraphs[-1].add_run().add_break()
            document.paragraphs[-1].add_run(line.text)
        else:
            paragraph = document.add_paragraph()
            middle = len(line.text) // 2
            for piece in (line.text[:middle], line.text[middle:]):
                paragraph.add_run(piece)
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


# --- git ----------------------------------------------------------------------------------------


def clone_text(markdown: str) -> str:
    """The Markdown of a corpus file as a clone has it: contents first, escapes, indented notes."""
    body = re.sub(r"\A---\n.*?\n---\n+", "", markdown, count=1, flags=re.DOTALL)
    headings = re.findall(r"^#{2,4} (.+)$", body, re.MULTILINE)
    body = re.sub(r"^(1\d)\) ", r"\1\\) ", body, flags=re.MULTILINE)
    body = re.sub(r"^> \*Сноска", "   > *Сноска", body, flags=re.MULTILINE)
    return "## Оглавление\n\n" + "\n\n".join(headings) + "\n\n" + body


def commit(clone: Path, folder: str, files: dict[str, str], date: str) -> None:
    """Writes files below an act's folder and commits them."""
    if not (clone / ".git").exists():
        clone.mkdir(parents=True, exist_ok=True)
        _git(clone, "init", "--quiet", "--initial-branch=main")
    for name, text in files.items():
        path = clone / folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    _git(clone, "add", "--all")
    _git(clone, "commit", "--quiet", "--message", date, date=date)


def _git(clone: Path, *arguments: str, date: str = "2026-01-01") -> None:
    day = f"{date}T00:00:00Z"
    who = {
        f"GIT_{w}_{k}": v
        for w in ("AUTHOR", "COMMITTER")
        for k, v in (("NAME", "x"), ("EMAIL", "x@x"), ("DATE", day))
    }
    subprocess.run(
        ["git", "-c", "core.autocrlf=false", "-c", "commit.gpgsign=false", *arguments],
        cwd=clone,
        env={**os.environ, **who, "GIT_CONFIG_GLOBAL": os.devnull},
        check=True,
    )


def meta(dates: dict[str, str], cause: str = "", title: str = "О местном") -> str:
    """meta.yaml of an edition: `dates` by `rus`, `kaz`."""
    data: dict[str, object] = {
        "act_code": "7966",
        "requisite": "Закон Республики Казахстан от 23 января 2001 года № 148",
        "title": {"rus": title, "kaz": "Жергілікті"},
        "form": "ЗАК",
        "approved_on": "2001-01-23",
        "version_date": dates,
        "source": {"rus": "https://zan.gov.kz/client/#!/doc/7966/rus"},
    }
    if cause:
        data["caused_by"] = {"code": "1", "requisite": cause}
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
