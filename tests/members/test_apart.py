"""Members who may not ride together: kept once, shown on both records, changed from either."""

from dataclasses import replace

import pytest

from nemt_desk.ground.errors import InputError
from nemt_desk.ground.ids import Id
from nemt_desk.members.apart import apart_of, apart_pairs
from nemt_desk.members.queries import member
from nemt_desk.members.rows import ApartEntry, MemberEntry
from tests.factories import ACTOR, Built, member_entry


def pairs(built: Built, key: Id) -> tuple[ApartEntry, ...]:
    with built.store.read() as session:
        return apart_of(session, key)


def entry(built: Built, key: Id) -> MemberEntry:
    with built.store.read() as session:
        return MemberEntry.of(member(session, key))


def test_a_pair_stands_on_both_records_and_goes_from_either(built: Built) -> None:
    ann = built.members.add(ACTOR, member_entry()).id
    oja = built.members.add(
        ACTOR, member_entry(last_name="Oja", apart=(ApartEntry(ann, " had  a quarrel "),))
    ).id
    assert pairs(built, oja) == (ApartEntry(ann, "had a quarrel"),)
    assert pairs(built, ann) == (ApartEntry(oja, "had a quarrel"),)
    kept = replace(entry(built, ann), phone="2185550199")
    built.members.change(ACTOR, ann, kept)
    assert len(pairs(built, ann)) == 1
    gone = built.members.change(ACTOR, ann, replace(entry(built, ann), apart=()))
    with built.store.read() as session:
        assert apart_pairs(session) == frozenset()
    built.store.undo(ACTOR, gone)
    assert pairs(built, oja) == (ApartEntry(ann, "had a quarrel"),)


def test_nobody_is_kept_apart_twice_or_from_herself(built: Built) -> None:
    ann = built.members.add(ACTOR, member_entry()).id
    oja = built.members.add(ACTOR, member_entry(last_name="Oja")).id
    twice = (ApartEntry(ann), ApartEntry(ann))
    with pytest.raises(InputError, match="listed twice"):
        built.members.change(ACTOR, oja, replace(entry(built, oja), apart=twice))
    with pytest.raises(InputError, match="kept apart"):
        built.members.change(ACTOR, oja, replace(entry(built, oja), apart=(ApartEntry(oja),)))
