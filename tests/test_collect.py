"""What units sent, in a heap: every file is accounted for, nothing is decided in silence."""

from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
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
        "压缩.zip": "读不了",
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


# ---- parcels


def parcel(files: dict[str, bytes], code: str = "gbk") -> bytes:
    """A .zip whose names are written in ``code``, as programs for Windows do without saying so."""
    target = BytesIO()
    names = {f"{number:04d}".ljust(len(name.encode(code)), "_"): name for number, name in enumerate(files)}
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for plain, name in names.items():
            archive.writestr(plain, files[name])
    data = target.getvalue()
    for plain, name in names.items():
        data = data.replace(plain.encode(), name.encode(code))
    return data


def test_parcels_are_opened_and_what_is_in_them_accounted_for(zongjie):
    heap, (one, two, three, four) = Path("交来的"), (path.read_bytes() for path in TOWNS[:4])
    inner = parcel({"里/乙.yaml": two})
    (heap / "包.zip").write_bytes(
        parcel({"甲镇/表.yaml": one, "内.zip": inner, "图.png": b"\x89PNG", "../../逃.yaml": three})
    )
    (heap / "又.zip").write_bytes(parcel({"丙.yaml": four}, "utf-8"))
    (heap / "套.zip").write_bytes(parcel({"二.zip": parcel({"三.zip": parcel({"丁.yaml": four})})}))
    (heap / "空.zip").write_bytes(parcel({}))
    (heap / "断.zip").write_bytes(parcel({"甲.yaml": one})[:200])
    (heap / "包.rar").write_bytes(b"Rar!\x1a\x07")
    found = lines(zongjie("collect", heap, "--year", 2024, "--to", "收齐的"))
    assert {file: state for file, (state, _) in found.items()} == {
        "包.zip/甲镇/表.yaml": "收到",
        "包.zip/内.zip/里/乙.yaml": "收到",
        "包.zip/图.png": "不是表单",
        "包.zip/../../逃.yaml": "收到",
        "又.zip/丙.yaml": "收到",
        "套.zip/二.zip/三.zip": "读不了",
        "空.zip": "读不了",
        "断.zip": "读不了",
        "包.rar": "读不了",
    }
    assert "请先解压" in found["包.rar"][1]
    assert sorted(path.name for path in Path("收齐的").iterdir()) == sorted(path.name for path in TOWNS[:4])
    assert not list(Path.cwd().parent.glob("逃.yaml"))


def test_a_parcel_that_swells_is_refused_in_bounded_time(zongjie):
    heap = Path("交来的")
    zeros = bytes(100_000_000)
    (heap / "一.zip").write_bytes(parcel({"大.yaml": zeros}))
    (heap / "多.zip").write_bytes(parcel({f"{number}.yaml": b"" for number in range(5000)}))
    layer = parcel({f"{number}.bin": zeros[:1_000_000] for number in range(200)})
    (heap / "层.zip").write_bytes(parcel({"里.zip": layer}))
    (heap / "锁.zip").write_bytes(locked(parcel({"甲.yaml": TOWNS[0].read_bytes()})))
    found = lines(zongjie("collect", heap, "--year", 2024, "--to", "收齐的"))
    assert "不像是表单" in found["一.zip/大.yaml"][1]
    assert "展开后太多" in found["多.zip"][1]
    assert "展开后太多" in found["层.zip"][1]
    assert "加了密码" in found["锁.zip/甲.yaml"][1]
    assert not Path("收齐的").exists()


def locked(data: bytes) -> bytes:
    """A parcel that says its only file is under a password."""
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.index(mark) + at
        data = data[:place] + bytes([data[place] | 1]) + data[place + 1 :]
    return data


# ---- who ought to report


@pytest.mark.parametrize("kind", ["文本", "工作簿", "县表", "县工作簿"])
def test_who_ought_to_report_is_told_by_a_list(zongjie, kind):
    there = TOWNS[0].stem.removesuffix("-2024")
    Path("交来的/甲.yaml").write_bytes(TOWNS[0].read_bytes())
    Path("交来的/乙.yaml").write_bytes(TOWNS[1].read_bytes())
    county = f"报告: county\n单位: 云岭县\n年度: 2024\n应报单位: [{there}, 甲乙镇]\n"
    if kind == "文本":
        Path("名单").write_text(f"应报单位：\n1、{there}\n2、甲乙镇\n", encoding="gbk")
    elif kind == "工作簿":
        book = openpyxl.Workbook()
        for row in (("全县名单",), ("序号", "单位名称", "电话"), (1, there, 110), (2, "甲乙镇", 119)):
            book.active.append(row)
        book.save("名单")
    else:
        Path("名单.yaml").write_text(county, encoding="utf-8")
        if kind == "县工作簿":
            zongjie("convert", "名单.yaml", "-o", "名单.xlsx")
    (listed,) = (path for path in Path().glob("名单*") if kind != "县工作簿" or path.suffix == ".xlsx")
    said = zongjie("collect", "交来的", "--year", 2024, "--to", "收齐的", "--units", listed)
    assert "甲乙镇在应报单位里，今年还没有收到" in said
    assert said.count("今年还没有收到") == 1
    assert said.count("不在应报单位里") == 1


def test_a_list_without_units_is_refused_and_none_is_asked_for(zongjie):
    Path("名单.txt").write_text("\n\n", encoding="utf-8")
    assert "里面没有应报的单位" in zongjie("collect", "交来的", "--year", 2024, "--to", "收齐的", "--units", "名单.txt")
    Path("交来的/甲.yaml").write_bytes(TOWNS[0].read_bytes())
    assert "不知道还缺谁" in zongjie("collect", "交来的", "--year", 2024, "--to", "收齐的")


def test_two_forms_of_which_one_is_partly_unread_are_not_called_the_same(zongjie):
    import openpyxl

    zongjie("convert", TOWNS[0], "-o", "交来的/1.xlsx")
    book = openpyxl.load_workbook("交来的/1.xlsx")
    other = book.copy_worksheet(book["填报"])
    other.title = "填报 (2)"
    row = next(row for row in other.iter_rows() if row[0].value == "低保.农村.人数")
    row[5].value = "99999"
    book.save("交来的/2.xlsx")
    Path("交来的/.DS_Store").write_bytes(b"")
    zongjie("new", "白石镇", "--year", 2024, "--excel", "-o", "交来的")
    said = zongjie("collect", "交来的", "--year", 2024, "--to", "收齐的/2024")
    found = lines(said)
    assert [found[name][0] for name in ("1.xlsx", "2.xlsx", "白石镇-2024.xlsx")] == ["重复", "重复", "收到"]
    assert "读不出的地方不一样" in found["2.xlsx"][1]
    assert "什么都没有填" in found["白石镇-2024.xlsx"][1]
    assert found[".DS_Store"] == ("不是表单", "系统放在这里的文件，不用管它。")
