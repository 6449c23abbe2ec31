"""The parts of the decision panel: one finding, warning, note or thing to bring along each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QLabel, QLayout, QWidget

from nemt_desk.policy.decision import Contact, Finding, Note, Outcome, Requirement
from ui.book.call.repeat import RepeatAnswer
from ui.book.decision.chip import CARRY, NOTE, REPEAT, WARNING, OutcomeChip
from ui.book.decision.words import fact_of
from ui.theme.theme import GAP
from ui.widgets.buttons import plain_button
from ui.widgets.layout import QuietLabel, column, line, panel, plain_label, row


@dataclass(frozen=True, slots=True)
class Offer:
    """What can be done about a finding: a button's words and what it does."""

    words: str
    act: Callable[[], object]


@dataclass(frozen=True, slots=True)
class Block:
    """One part of the panel: a chip, a sentence, quieter lines, at most one button.

    `offer` is the paper to be made or, if it `asks`, the fact to be told.
    """

    outcome: Outcome | None
    word: str
    sentence: str
    more: tuple[str, ...] = ()
    offer: str = ""
    asks: bool = False

    @property
    def is_loud(self) -> bool:
        """Tell whether the part says what stands against the ride, or warns."""
        return self.outcome is not None or self.word in {WARNING, REPEAT}

    def widget(self, offer: Offer | None) -> QWidget:
        """Return the part as it is shown."""
        chip = OutcomeChip(self.outcome, self.word)
        quiet = [QuietLabel(words) for words in self.more]
        words = plain_label(self.sentence)
        if self.outcome is not None:
            bold = QFont()
            bold.setBold(True)
            words.setFont(bold)
        said: list[QWidget | QLayout] = [line(), beside(chip, words), *quiet]
        if offer is not None:
            button = plain_button(offer.words)
            button.clicked.connect(lambda _checked=False, act=offer.act: act())
            said.append(row(button, None))
        shown = panel(column(*said, space=GAP))
        shown.setAccessibleName(" ".join([chip.word(), self.sentence, *self.more]))
        return shown

    @property
    def text(self) -> str:
        """Everything the part says."""
        return " ".join([OutcomeChip.word_of(self.outcome, self.word), self.sentence, *self.more])


def beside(chip: OutcomeChip, words: QLabel) -> QLayout:
    """Return a chip with words beside it."""
    both = row(chip, words)
    both.setStretchFactor(words, 1)
    both.setAlignment(chip, Qt.AlignmentFlag.AlignTop)
    return both


def of_finding(one: Finding, told: Contact, asked: str = "") -> Block:
    """Return a finding's part; `told` is whom to call as the panel's head says already."""
    rules = ", ".join([one.rule, *one.also])
    other = one.contact if one.contact not in {None, told} else None
    more = (
        f"What helps: {one.cure}" if one.cure else "",
        asked,
        f"Call: {other.name} {other.phone}".rstrip() if other is not None else "",
        f"Rule {rules} · {one.source}" if one.rule != "FACT" else "",
    )
    asks = bool(fact_of(one)) and not one.paper
    offer = fact_of(one) if asks else one.paper
    said = tuple(words for words in more if words)
    return Block(one.outcome, "", one.sentence, said, offer, asks)


def of_warning(sentence: str) -> Block:
    """Return a warning's part."""
    return Block(None, WARNING, sentence)


def of_note(one: Note) -> Block:
    """Return a note's part; one that asks says so."""
    source = " · ".join(part for part in (one.rule, one.source) if part)
    more = (f"Rule {source}",) if one.rule else ((one.source,) if one.source else ())
    return Block(None, "Ask" if one.code.startswith("ask") else NOTE, one.sentence, more)


def of_requirement(one: Requirement) -> Block:
    """Return the part of something that the run sheet or the trip log must carry."""
    return Block(None, CARRY, one.sentence, (f"Rule {one.rule}",))


def of_repeat(answer: RepeatAnswer, first: Sequence[Finding]) -> list[Block]:
    """Return the parts about a repeat's days: the sum, then what the first day has not."""
    blocks = [Block(None, REPEAT, answer.summary)]
    known = {(one.rule, one.outcome) for one in first}
    for need in answer.needs:
        one = need.finding
        if (one.rule, one.outcome) in known and len(need.days) == len(answer.days):
            continue
        again = (f"What helps: {one.cure}",) if one.cure else ()
        source = (f"Rule {one.rule} · {one.source}",)
        blocks.append(Block(one.outcome, "", f"{need.when}: {one.sentence}", again + source))
    return blocks
