"""What `kb cite` and `kb amend` read of one phrase: a norm cited and the norm amended are the same one."""

from __future__ import annotations

import pytest

from kb.amendment.instruction import parse
from kb.norm.address import steps_text

from .citing import paths

RU = [
    ("статью 5", "art_5"),
    ("статью 39-3", "art_39-3"),
    ("статью 39‑3", "art_39-3"),
    ("статью 19¹", "art_19-1"),
    ("статью 19 ¹", "art_19-1"),
    ("статью 19<sup>1</sup>", "art_19-1"),
    ("статью 19^1", "art_19-1"),
    ("статью 19′", "art_19-1"),
    ("статью 19 прим", "art_19-1"),
    ("статью 19 прим. 2", "art_19-2"),
    ("статью 19/1", "art_19-1"),
    ("статьи 5 и 6", "art_5 art_6"),
    ("статьи 5, 6 и 7", "art_5 art_6 art_7"),
    ("статьи 5, 6, а также 7", "art_5 art_6 art_7"),
    ("статьи 5 – 7", "art_5 art_6 art_7"),
    ("статьи 5-7", "art_5 art_6 art_7"),
    ("статьи с 5 по 7", "art_5 art_6 art_7"),
    ("статьи 21 – 21-2", "art_21 art_21-1 art_21-2"),
    ("статьи 21-1 – 21-3", "art_21-1 art_21-2 art_21-3"),
    ("статью двадцать первую", "art_21"),
    ("статьи пятую, шестую и седьмую", "art_5 art_6 art_7"),
    ("пункт 2 статьи 5", "art_5.pt_2"),
    ("пункт второй статьи 5", "art_5.pt_2"),
    ("второй пункт статьи 5", "art_5.pt_2"),
    ("пункты шестой и седьмой статьи 5", "art_5.pt_6 art_5.pt_7"),
    ("пункт 2-1 статьи 39-3", "art_39-3.pt_2-1"),
    ("пункты 1 и 2 статьи 14", "art_14.pt_1 art_14.pt_2"),
    ("пункт 2 статьи 5 и пункт 3 статьи 6", "art_5.pt_2 art_6.pt_3"),
    ("подпункт 4-1) пункта 2 статьи 39-3", "art_39-3.pt_2.spt_4-1"),
    ("подпункт б) пункта 2 статьи 5", "art_5.pt_2.spt_б"),
    ("подпункты 1), 2) и 3) пункта 2 статьи 5", "art_5.pt_2.spt_1 art_5.pt_2.spt_2 art_5.pt_2.spt_3"),
    ("подпункты 1) – 3) пункта 2 статьи 5", "art_5.pt_2.spt_1 art_5.pt_2.spt_2 art_5.pt_2.spt_3"),
    ("часть вторую статьи 5", "art_5.part_2"),
    ("вторую часть статьи 5", "art_5.part_2"),
    ("часть вторую пункта 3 статьи 5", "art_5.pt_3.part_2"),
    ("части первую и вторую статьи 5", "art_5.part_1 art_5.part_2"),
    ("части первую – третью статьи 5", "art_5.part_1 art_5.part_2 art_5.part_3"),
    ("абзац двадцать первый статьи 5", "art_5.abz_21"),
    ("абзац третий подпункта 2) пункта 1 статьи 5", "art_5.pt_1.spt_2.abz_3"),
    ("второе предложение части первой статьи 5", "art_5.part_1.sent_2"),
    ("предложение второе пункта 1 статьи 5", "art_5.pt_1.sent_2"),
    ("пункт 2 статьи 5 исключить; часть первую той же статьи", "art_5.pt_2 art_5.part_1"),
    ("пункт 2 статьи 5 исключить; часть первую этого пункта", "art_5.pt_2 art_5.pt_2.part_1"),
    ("пункт 2 статьи 5 исключить; пункт 3 указанной статьи", "art_5.pt_2 art_5.pt_3"),
    ("пункт 2 статьи 5 исключить; пункт 3 статьи 6 исключить; пункт 4 этой же статьи",
     "art_5.pt_2 art_6.pt_3 art_6.pt_4"),
    ("часть первую пункта 2 статьи 5 и часть вторую того же пункта",
     "art_5.pt_2.part_1 art_5.pt_2.part_2"),
]  # fmt: skip
KK = [
    ("5-бап", "art_5"),
    ("39-3-бап", "art_39-3"),
    ("19¹-бап", "art_19-1"),
    ("19/1-бап", "art_19-1"),
    ("5 және 6-баптар", "art_5 art_6"),
    ("5, 6 және 7-баптар", "art_5 art_6 art_7"),
    ("5 – 7-баптар", "art_5 art_6 art_7"),
    ("5-7-баптар", "art_5 art_6 art_7"),
    ("21-1 – 21-3-баптар", "art_21-1 art_21-2 art_21-3"),
    ("5-баптың 2-тармағы", "art_5.pt_2"),
    ("5-баптың 1 және 2-тармақтары", "art_5.pt_1 art_5.pt_2"),
    ("5-баптың 2-тармағының 4-1) тармақшасы", "art_5.pt_2.spt_4-1"),
    ("5-баптың 2-тармағының б) тармақшасы", "art_5.pt_2.spt_б"),
    ("5-баптың 2-тармағының 1) – 3) тармақшалары", "art_5.pt_2.spt_1 art_5.pt_2.spt_2 art_5.pt_2.spt_3"),
    ("5-баптың екінші бөлігі", "art_5.part_2"),
    ("5-баптың бірінші және екінші бөліктері", "art_5.part_1 art_5.part_2"),
    ("5-баптың 3-тармағының он бірінші абзацы", "art_5.pt_3.abz_11"),
    ("5-баптың 2-тармағы алып тасталсын; сол баптың 3-тармағы", "art_5.pt_2 art_5.pt_3"),
    ("5-баптың 2-тармағы алып тасталсын; аталған баптың бірінші бөлігі", "art_5.pt_2 art_5.part_1"),
    ("5-баптың 2-тармағы алып тасталсын; сол тармақтың екінші бөлігі", "art_5.pt_2 art_5.pt_2.part_2"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "expected"),
    [*((f"{w} исключить", e) for w, e in RU), *((f"{w} алып тасталсын", e) for w, e in KK)],
)
def test_one_reading(words: str, expected: str) -> None:
    read_as = parse(words)
    assert not read_as.unread
    assert [steps_text(o.target.steps) for o in read_as.operations] == expected.split()
    assert paths(words) == expected.split()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("в статье 5:\n1) пункт 2 исключить;\n2) абзац первый того же пункта исключить.",
         "art_5.pt_2 art_5.pt_2.abz_1"),
        ("в статье 5:\nпункт 2 этой статьи исключить.", "art_5.pt_2"),
        # A command that names another article leaves the lead-in.
        ("в статье 5:\n1) пункт 2 статьи 7 исключить;\n2) пункт 3 той же статьи исключить.",
         "art_7.pt_2 art_7.pt_3"),
        ("в статье 5:\nпункт 2 этой статьи исключить;\nпункт 3 исключить.", "art_5.pt_2 art_5.pt_3"),
        ("в пункте 2 статьи 5:\nабзац первый исключить;\nв части первой той же статьи:\nабзац второй исключить.",
         "art_5.pt_2.abz_1 art_5.part_1.abz_2"),
        ("5-бапта:\n1) 2-тармақ алып тасталсын;\n2) сол тармақтың бірінші бөлігі алып тасталсын.",
         "art_5.pt_2 art_5.pt_2.part_1"),
    ],
)  # fmt: skip
def test_a_word_points_at_the_unit_amended_before(words: str, expected: str) -> None:
    read_as = parse(words)
    assert not read_as.unread
    assert [steps_text(o.target.steps) for o in read_as.operations] == expected.split()


@pytest.mark.parametrize(
    "words",
    [
        "пункт 2 той же статьи исключить",
        "сол баптың 2-тармағы алып тасталсын",
        "статью 5 исключить; абзац второй того же подпункта исключить",
        "статьи 5 и 6 исключить; пункт 1 той же статьи исключить",
        "пункт 2 статьи 5 исключить.\nВнести в Закон Республики Казахстан от 1 мая 2020 года № 5-VI «О воде» "
        "следующие изменения:\nпункт 3 той же статьи исключить.",
    ],
)
def test_a_word_that_may_point_at_two_units_or_none_is_refused(words: str) -> None:
    """The command is left unread with its reason: a guess would change another article."""
    read_as = parse(words)
    reason = read_as.unread[-1].reason
    assert "вместо номера" in reason, [u.reason for u in read_as.unread]
    assert all(o.span[1] <= read_as.unread[-1].start for o in read_as.operations)
