"""An act named by its own first lines, by words in any letters, and put right after its import."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.disk.places import builtin
from kb.ground.errors import KbError
from kb.intake.naming import slug
from kb.intake.sources import gives
from kb.intake.take import Imported, correct, listed, take

BUILTIN = (builtin("corpus"),)
WHOSE = "Таразского городского маслихата"
ORDER = """\
Решение {whose} от 12 марта 2025 года № 15

О Правилах благоустройства города

1. Утвердить прилагаемые Правила.

2. Ввести в действие со дня опубликования.
"""


def brought(folder: Path, text: str, **more: str) -> Imported:
    source = folder.parent / "решение.txt"
    source.write_text(text, "utf-8")

    def no_network() -> None:
        raise AssertionError("a file asks no bank")

    (done,) = take(gives(str(source), no_network), folder, BUILTIN, **more)  # type: ignore[arg-type]
    return done


def titles(folder: Path) -> dict[str, tuple[str, list[str]]]:
    return {a["act"]: (a["title"], [e["edition"] for e in a["editions"]]) for a in listed(folder)}


def test_a_decision_is_named_and_dated_by_its_first_line(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    done = brought(folder, ORDER.format(whose=WHOSE))
    assert (done.state, done.edition) == ("added", "2025-03-12")
    title = "О Правилах благоустройства города"
    assert titles(folder) == {
        "reshenie-tarazskogo-gorodskogo-maslikhata-2025-03-12-15": (title, ["2025-03-12"])
    }
    # Every maslikhat counts its decisions anew: the same day and number elsewhere is another act.
    assert brought(folder, ORDER.format(whose="маслихата города Алматы")).state == "added"
    assert len(titles(folder)) == 2
    assert brought(folder, ORDER.format(whose=WHOSE)).state == "unchanged"


def test_a_kazakh_decision_is_named_by_its_line(tmp_path: Path) -> None:
    text = "Тараз қалалық мәслихатының 2025 жылғы 12 наурыздағы № 15 шешімі\n\n1. Бекітілсін.\n\n2. Енгізілсін."
    done = brought(tmp_path / "corpus", text)
    assert (done.state, done.edition, done.language) == ("added", "2025-03-12", "kk"), done.reason
    assert done.act.startswith("taraz-qalalyq-maslikhatynyn-2025")


@pytest.mark.parametrize(
    "text",
    [
        "О Правилах\n\n1. Утвердить.\n\n2. Ввести.",
        "Решение от 12 марта 2025 года\n\n1. Утвердить.\n\n2. Ввести.",
        "В соответствии с решением маслихата от 12 марта 2025 года № 15:\n\n1. Утвердить.\n\n2. Ввести.",
    ],
)
def test_what_does_not_say_what_it_is_is_asked_for_a_name(tmp_path: Path, text: str) -> None:
    done = brought(tmp_path / "corpus", text)
    assert done.state == "refused"
    assert "не называет акт" in done.reason


def test_a_name_in_any_letters(tmp_path: Path) -> None:
    assert slug("Правила г. Тараза № 5") == "pravila-g-taraza-5"
    assert slug("Ережелер жинағы") == "erezheler-zhinagy"
    one, two = (slug("правила " * 20 + end) for end in ("раз", "два"))
    assert one != two
    assert max(len(one), len(two)) <= 76


def test_what_an_import_found_is_put_right(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    act = brought(folder, ORDER.format(whose=WHOSE)).act
    correct(act, folder, BUILTIN, title="Правила Тараза", date="2025-04-01")
    assert titles(folder) == {act: ("Правила Тараза", ["2025-04-01"])}
    correct(act, folder, BUILTIN, as_="pravila")
    assert titles(folder) == {"pravila": ("Правила Тараза", ["2025-04-01"])}
    brought(folder, ORDER.format(whose="маслихата города Алматы"))
    stood = titles(folder)
    for wrong in ({"as_": "law-148-2001"}, {"as_": "../чужое"}, {"date": "32.13.2025"}):
        with pytest.raises(KbError):
            correct("pravila", folder, BUILTIN, **wrong)
    with pytest.raises(KbError, match="уже у другого акта"):
        correct("pravila", folder, BUILTIN, as_=max(stood, key=len))
    assert titles(folder) == stood
