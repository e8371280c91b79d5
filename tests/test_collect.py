"""What units sent, in a heap: every file is accounted for, nothing is decided in silence."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from forms import ROOT

from generator.cli import main

TOWNS = sorted((ROOT / "inputs/towns/2024").glob("*.yaml"))
LAST = ROOT / "inputs/towns/2023"


@pytest.fixture
def zongjie(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("交来的/子").mkdir(parents=True)

    def run(*words: object) -> str:
        return CliRunner().invoke(main, [str(word) for word in words]).output

    return run


def lines(said: str) -> dict[str, tuple[str, str]]:
    """State and explanation by file, those of missing units by what is said of them."""
    found = {}
    for line in said.splitlines():
        words = line.split()
        states = [word for word in words if word in ("收到", "重复", "年度不符", "不是表单", "读不了", "缺报")]
        if states:
            at = words.index(states[0])
            found[words[0] if at else words[1]] = (states[0], "".join(words[at + 1 :]))
    return found


def test_every_file_is_accounted_for(zongjie):
    heap = Path("交来的")
    one, two, three, four, five = TOWNS[:5]
    zongjie("convert", one, "-o", heap / "1.xlsx")
    (heap / "发来的.yaml.txt").write_bytes(two.read_bytes())
    (heap / "甲.yaml").write_bytes(three.read_bytes())
    (heap / "子/乙.yml").write_bytes(three.read_bytes())
    (heap / "丙.yaml").write_bytes(four.read_bytes())
    (heap / "丁.yaml").write_text(four.read_text("utf-8").replace("人数: ", "人数: 1", 1), encoding="utf-8")
    last = LAST / five.name.replace("2024", "2023")
    (heap / "旧.yaml").write_bytes(last.read_bytes())
    (heap / "说明.txt").write_text("请查收", encoding="utf-8")
    (heap / "空.yaml").write_bytes(b"")
    (heap / "断.xlsx").write_bytes((heap / "1.xlsx").read_bytes()[:3000])
    (heap / "网页.xls").write_bytes(b"<html><table></table></html>")
    (heap / "照片.jpg").write_bytes(b"\xff\xd8\xff" * 50)
    (heap / "压缩.zip").write_bytes(b"PK\x05\x06" + b"\0" * 18)
    said = zongjie("collect", heap, "--year", 2024, "--to", "收齐的/2024")
    found = lines(said)
    assert {file: state for file, (state, _) in found.items() if "催报" not in file} == {
        "1.xlsx": "收到",
        "发来的.yaml.txt": "收到",
        "甲.yaml": "重复",
        "子/乙.yml": "收到",
        "丙.yaml": "重复",
        "丁.yaml": "重复",
        "旧.yaml": "年度不符",
        "说明.txt": "不是表单",
        "空.yaml": "读不了",
        "断.xlsx": "读不了",
        "网页.xls": "读不了",
        "照片.jpg": "不是表单",
        "压缩.zip": "不是表单",
    }
    assert f"{five.stem.removesuffix('-2024')}上年有，今年还没有收到" in said
    assert "收到3份" in said
    assert "重复3份" in said
    assert sorted(path.name for path in Path("收齐的/2024").iterdir()) == sorted(
        [f"{one.stem}.xlsx", two.name, three.name]
    )
    assert Path("收齐的/2024", two.name).read_bytes() == two.read_bytes()
    assert "检查了3份表单" in zongjie("check", "收齐的/2024")


def test_what_was_collected_is_never_written_over(zongjie):
    heap = Path("交来的")
    (heap / "甲.yaml").write_bytes(TOWNS[0].read_bytes())
    zongjie("collect", heap, "--year", 2024, "--to", "收齐的")
    assert "已经收过" in zongjie("collect", heap, "--year", 2024, "--to", "收齐的")
    (heap / "甲.yaml").write_bytes(TOWNS[0].read_bytes() + "\n结语: 另一句话。\n".encode())
    assert "没有盖掉" in zongjie("collect", heap, "--year", 2024, "--to", "收齐的")
    assert Path("收齐的", TOWNS[0].name).read_bytes() == TOWNS[0].read_bytes()


def test_who_reported_last_year_and_not_this_year_is_missing(zongjie):
    Path("收齐的/2023").mkdir(parents=True)
    for path in sorted(LAST.glob("*.yaml"))[:3]:
        Path("收齐的/2023", path.name).write_bytes(path.read_bytes())
    said = zongjie("collect", "交来的", "--year", 2024, "--to", "收齐的/2024")
    assert said.count("今年还没有收到") == 3
    assert "缺报3个" in said
