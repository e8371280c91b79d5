"""What a town says in words: its measures, its problems and plans, as people of a 镇, 乡 or 街道 put it."""

from __future__ import annotations

from town_model import Town
from town_tables import BASE_YEAR, SAME_WORDS
from town_texts import MEASURES, STREET_WORDS, THEMES, USUAL

LEAST_PHRASE = 7
"""Characters from which on a text is a sentence and not a short name."""


def measures(town: Town, year: int, section: str, key: str, most: int = 3) -> list[str]:
    """What the town did: short names of phrases and sentences of its own."""
    return [local(town, text) for text in town.pick(MEASURES[section, key], 1, most, section, key, year)]


def local(town: Town, text: str) -> str:
    """A sentence in the words of a 镇, 乡 or 街道; short names stay as they are."""
    if town.kind == "街道" and len(text) >= LEAST_PHRASE:
        for word, other in STREET_WORDS.items():
            text = text.replace(word, other)
    return text.replace("{级}", town.kind)


def words(town: Town, year: int) -> tuple[list[str], list[str]]:
    """Problems and the plans that answer them; others each year, but for the towns that copy last year's."""
    told = BASE_YEAR + 1 if town.name in SAME_WORDS else year
    random = town.random("问题", told)
    themes = random.sample(range(len(THEMES)), random.randint(2, 4))
    turn = told + town.random("轮次").randrange(60)
    problems = [local(town, THEMES[theme][0][turn % 3]) for theme in themes]
    plans = [local(town, THEMES[theme][1][turn % 3]) for theme in themes]
    if town.has("常见问题", chance=0.4):
        problems.insert(0, USUAL[0][turn % len(USUAL[0])])
    if town.has("常见计划", chance=0.6):
        plans.append(USUAL[1][turn % len(USUAL[1])])
    return problems, plans


def about(how: int, number: int, unit: str) -> str:
    """A number as people round it: 近, 余, 超过, 约."""
    step = 10 if number < 400 else 100
    low = number // step * step
    near = round(number / step) * step
    return (f"近{low + step}{unit}", f"{low}余{unit}", f"超过{low}{unit}", f"约{near}{unit}")[how]


def about_money(how: int, yuan: float) -> str:
    """An amount as people round it, in 万元."""
    wan = int(yuan / 10000)
    return (f"近{wan + 1}万元", f"约{yuan / 10000:.1f}万元", f"{max(wan, 1)}万余元" if wan else "近1万元")[how]
