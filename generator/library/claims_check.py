"""What is wrong with topic sentences and headings in other styles: faults in any form's way, and what does nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from generator.language.evidence import HOW_EVIDENCE_IS_WRITTEN, BeyondEvidence, evidence, ways_to_hold
from generator.language.fields import Group
from generator.language.names_check import Checked, Names, check_expression, check_template
from generator.language.possible import example
from generator.language.sandbox import WHOLE_FORM
from generator.library.claims import PAIRED_STYLE, Claim, ClaimDefinition, TopicDefinition
from generator.library.library import Library, Section
from generator.library.schema import ReportDefinition
from generator.problem import WHOLE_FILE, Place, Problem, error, list_some, warning
from generator.reading.nodes import Mapping, Node, Scalar, Sequence, spot_at

WHEN = "when"
"""The key of the evidence."""
NO_VALUES = Group("", "", Place(""))
FEWEST_TOPICS, FEWEST_HEADINGS = 3, 2
"""With fewer wordings towns read alike, and a paper has last year's again."""
NAMED = re.compile(r"\{\{.*?\}\}")
FIGURE_SAID = re.compile(r"[\d０-９]+[^，、]?")
SIGN_SAID = re.compile(r"[。；：！？…;:!?#|*\[\]{}<>]|^[，、,]|[，、,]$")
HALVES = re.compile("[，、]")


def section_claims(section: Section, node: Mapping) -> Iterator[Claim]:
    """Every claim of a section, with the line where its evidence is written."""
    for number, topic in enumerate(section.definition.topics):
        yield Claim(topic, _place(section, node, ("topics", number, WHEN)))
    for style, listed in section.definition.styles.items():
        for number, heading in enumerate(listed):
            yield Claim(heading, _place(section, node, ("styles", style, number, WHEN)), style)


def _place(section: Section, node: Mapping, path: tuple[str | int, ...]) -> Place:
    return Place.at(section.file, spot_at(node, path), str(path[0]))


def report_claims(report: ReportDefinition, file: str, node: Node | None) -> Iterator[Claim]:
    """Every heading in another style that a report gives its groups and sections, with the line of its evidence."""
    lines = iter(_evidence_written(node))
    for entry in report.entries():
        for style, listed in entry.styles.items():
            for heading in listed:
                spot = next((one.spot for one in lines if one.text == heading.when), WHOLE_FILE)
                yield Claim(heading, Place.at(file, spot, "styles"), style)


def _evidence_written(node: Node | None) -> Iterator[Scalar]:
    if isinstance(node, Mapping):
        for key, value in node.entries:
            if key.text == WHEN and isinstance(value, Scalar):
                yield value
            else:
                yield from _evidence_written(value)
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from _evidence_written(item)


def claim_faults(claim: Claim, names: Names) -> Checked:
    """What a claim names, and what keeps it from being read."""
    definition, place = claim.definition, claim.place
    found = check_expression(definition.when, place.file, place.spot.line, names)
    if not found.problems:
        try:
            evidence(definition.when)
        except BeyondEvidence:
            what = f"「{definition.when}」不能当作证据：说了项目和比较以外的话。"
            found.problems.append(error(place, what, HOW_EVIDENCE_IS_WRITTEN))
    words = Names(names.own, NO_VALUES, names.terms)
    for text in (one for one in _texts(definition) if "{" in one):
        said = check_template(text, place.file, words, place.spot.line - 1)
        found.problems.extend(said.problems)
        if said.used:
            advice = "数由后面的句子说；这里可以写 {{ 词.某词 }} 和 {{ 全域 }} 这样的话。"
            found.problems.append(error(place, f"「{text}」里写了填的项目，这里只说话，不印数。", advice))
    return found


def _texts(definition: ClaimDefinition) -> tuple[str, ...]:
    under = (definition.under,) if isinstance(definition, TopicDefinition) else ()
    return (*definition.say, *under)


def idle_claims(claims: tuple[Claim, ...], library: Library) -> Iterator[Problem]:
    """What of some claims can never be said, is said alike, or would not read as ours does."""
    known = {section.key for section in library.sections}
    for claim in claims:
        yield from _never_said(claim, known)
        yield from _badly_said(claim)
    spoken = Counter(words for claim in claims if not claim.style for words in set(claim.definition.say))
    for claim in (one for one in claims if not one.style):
        if twice := [words for words in claim.definition.say if spoken[words] > 1]:
            advice = "一篇里一句话只说一次，请换个说法，或删去一处。"
            yield warning(claim.place, f"「{list_some(twice, 2)}」在这一节写了两处。", advice)


def _never_said(claim: Claim, known: set[str]) -> Iterator[Problem]:
    advice = "请改正；没有数据能支持的，请去掉。"
    for holds, paths in ways_to_hold(claim.definition.when):
        away = [path[1] for path in paths if path[0] == WHOLE_FORM and path[1] not in known]
        if not away and example(holds, paths) is None:
            yield warning(
                claim.place, f"「{claim.definition.when}」有一部分不管怎样填都不成立，后面的话印不出来。", advice
            )


def _badly_said(claim: Claim) -> Iterator[Problem]:
    words, place = claim.definition.say, claim.place
    fewest = FEWEST_HEADINGS if claim.style else FEWEST_TOPICS
    if len(set(words)) < fewest:
        what = f"只写了{len(set(words))}种说法，各单位、各年会印得一样。"
        yield warning(place, what, f"请写够{fewest}种，意思一样，字面不同。")
    for text in words:
        plain = NAMED.sub("某", text)
        if figure := FIGURE_SAID.search(plain):
            what = f"「{text}」里写死了「{figure[0]}」，不管填什么都会印出来。"
            yield warning(place, what, "数由后面的句子说，请改成不带数的话。")
        elif sign := SIGN_SAID.search(plain):
            what = f"「{text}」里的「{sign[0]}」会照样印出来。"
            yield warning(place, what, "句末的句号由程序加，请只写一个短句，中间可以用逗号和顿号。")
        if claim.style == PAIRED_STYLE and len({len(half) for half in HALVES.split(plain)}) != 1:
            yield warning(place, f"「{text}」的两半不一样长，不成对仗。", "请把两半写成一样多的字，用逗号隔开。")
        elif claim.style == PAIRED_STYLE and not HALVES.search(plain):
            yield warning(place, f"「{text}」只有一句，不成对仗。", "请写成两半，一样多的字，用逗号隔开。")
