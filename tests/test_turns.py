"""Turns at heavy work: in order, never too many at once, told to who waits."""

from __future__ import annotations

import threading
import time

import pytest

from kb.pages.waiting import waiting
from kb.server.turns import Crowded, Turns


def test_turns_come_in_order_and_never_too_many_at_once() -> None:
    turns, order, most, now = Turns(2), [], [], []
    guard = threading.Lock()

    def work(number: int) -> None:
        with turns.turn():
            with guard:
                order.append(number)
                now.append(number)
                most.append(len(now))
            time.sleep(0.05)
            with guard:
                now.remove(number)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
        time.sleep(0.005)
    for thread in threads:
        thread.join(20)
    assert sorted(order) == list(range(8))
    assert max(most) == 2
    assert all(abs(number - nth) <= 1 for nth, number in enumerate(order))


def test_who_waits_is_told_and_may_go_away() -> None:
    turns, told = Turns(1), []

    class Gone(BaseException):
        pass

    def tell(before: int) -> None:
        told.append(before)
        raise Gone

    def wait() -> None:
        with pytest.raises(Gone), turns.turn(tell):
            told.append(-1)

    with turns.turn():
        thread = threading.Thread(target=wait)
        thread.start()
        thread.join(10)
        assert told == [1]
    with turns.turn():  # who went away holds no place
        pass
    assert turns._line == []


def test_work_inside_work_needs_no_second_place_and_failed_work_frees_its_own() -> None:
    turns = Turns(1, patience=5.0)
    with pytest.raises(ZeroDivisionError), turns.turn(), turns.turn():
        _ = 1 / 0
    with turns.turn():
        pass


def test_who_waits_on_a_page_reads_how_many_stand_before(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []
    turns, inside = Turns(1), threading.Event()

    class Place:
        def html(self, words: str) -> None:
            shown.append(words)
            inside.set()

        def empty(self) -> None:
            shown.append("")

    monkeypatch.setattr("kb.pages.waiting.st.empty", Place)

    def wait() -> None:
        with waiting(turns, "kk"):
            shown.append("done")

    with turns.turn():
        thread = threading.Thread(target=wait)
        thread.start()
        assert inside.wait(10)
    thread.join(10)
    assert "Кезекте сіздің алдыңызда: 1" in shown[0]
    assert shown.index("") < shown.index("done")  # the words are gone before the work begins
    shown.clear()
    with waiting(turns, "ru"):
        pass
    assert not any(shown)  # without a wait there is nothing to read


def test_too_long_a_line_is_refused() -> None:
    said = []

    def crowded(turns: Turns) -> None:
        try:
            with turns.turn():
                said.append("")
        except Crowded as error:
            said.append(str(error))

    for turns, says in (
        (Turns(1, most=0), "слишком много"),
        (Turns(1, patience=0.0), "не подошла"),
    ):
        with turns.turn():
            thread = threading.Thread(target=crowded, args=(turns,))
            thread.start()
            thread.join(10)
        assert says in said.pop()
        assert turns._line == []
