"""Writes the forms of an invented county: towns that add up over the years, and the same with faults planted.

    python tests/invented/make_towns.py                           inputs/towns/ and inputs/云岭县-*.yaml
    python tests/invented/make_towns.py --faults tests/planted    twelve towns with faults, and faults.yaml that names them
    python tests/invented/make_towns.py --count 1000 --out DIR    as many towns of one year (--years) for a benchmark

The same seed writes the same bytes. Every quantity is drawn from a source named after its town, so a town is the
same whichever others are written with it. Ranges and names are in town_tables.py, sentences in town_texts.py.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path
from random import Random

import town_county
import town_faults
from town_forms import Written, town_form
from town_model import County, Town
from town_tables import FAULT_PLACES, HANDS, NUMBERED, PLACES, Place
from town_yaml import form_text

ROOT = Path(__file__).parents[2]
SEED = 2024
YEARS = (2023, 2024)


def county_of(seed: int, names: Iterable[str] | None = None) -> County:
    """The towns of the tables, all or those named."""
    wanted = None if names is None else set(names)
    towns = [
        Town(place, HANDS[position % len(HANDS)], seed)
        for position, place in enumerate(PLACES)
        if wanted is None or place.name in wanted
    ]
    return County(towns, seed)


def numbered_county(seed: int, count: int) -> County:
    """As many towns as wanted, told apart by a number in their names."""
    random, towns = Random(f"{seed}/numbered"), []
    for number in range(1, count + 1):
        kind = random.choice(("镇", "镇", "镇", "乡", "乡", "街道"))
        low, high, least, most = NUMBERED[kind]
        people, urban = random.randint(low // 100, high // 100) * 100, round(random.uniform(least, most), 2)
        villages = round(people * (1 - urban) / 1500) + 1
        place = Place(f"云岭{number:04}{kind}", people, urban, villages, round(people * urban / 4500) + 1)
        towns.append(Town(place, HANDS[number % len(HANDS)], seed))
    return County(towns, seed)


def county_files(county: County, years: Iterable[int], folder: str) -> Written:
    """Every form of the county by its path; the towns' are in a folder of their year under ``folder``."""
    files: Written = {}
    for year in years:
        for town in county.towns:
            files[f"{folder}{year}/{town.name}-{year}.yaml"] = town_form(town, year)
        files[f"{town_county.file_of(year)}"] = town_county.county_form(county, year, folder)
    return files


def write(files: Written, out: Path) -> None:
    """Writes the forms into ``out``."""
    for name, form in files.items():
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(form_text(form), encoding="utf-8", newline="\n")


def main(arguments: list[str] | None = None) -> None:
    """Writes what the command line asks for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--out", type=Path, help="where to, inputs/ when nothing is said")
    parser.add_argument("--faults", type=Path, metavar="DIR", help="twelve towns with planted faults, into DIR")
    parser.add_argument("--count", type=int, help="so many numbered towns instead of the twenty")
    parser.add_argument("--years", type=int, nargs="+", help="2023 2024 when nothing is said; 2024 with --count")
    said = parser.parse_args(arguments)
    if said.count and not said.out:
        parser.error("--count needs --out DIR")
    if min(said.years or YEARS) < YEARS[0]:
        parser.error(f"--years begin with {YEARS[0]}")
    if said.faults:
        files = county_files(county_of(said.seed, FAULT_PLACES), YEARS, "")
        write(town_faults.planted(files, county_of(said.seed, FAULT_PLACES), YEARS[-1]), said.faults)
    elif said.count:
        write(county_files(numbered_county(said.seed, said.count), said.years or YEARS[-1:], "towns/"), said.out)
    else:
        write(county_files(county_of(said.seed), said.years or YEARS, "towns/"), said.out or ROOT / "inputs")


if __name__ == "__main__":
    main()
