import subprocess
import sys

import pytest
from rendering import LAYOUT

from generator.chinese.width import half_widths
from generator.page.title import break_title

ISSUER = "青石乡人民政府"

BROKEN = [
    ("青石乡2023年社会救助工作总结",),
    ("青石乡人民政府", "关于报送2023年社会救助工作总结的报告"),
    ("示例市人民政府", "关于做好全市党政机关", "公文格式规范化工作的通知"),
    ("讲治镇人民政府2012年", "社会救助和灾害救助工作总结"),
    ("青石乡2023年上半年城乡居民", "最低生活保障和特困人员供养工作总结"),
    ("关于印发", "《青石乡特困人员供养管理办法》的通知"),
]


@pytest.mark.parametrize("lines", BROKEN)
def test_titles_break_by_meaning(lines):
    assert break_title("".join(lines), 40, (ISSUER,)) == lines


TITLES = [
    *("".join(lines) for lines in BROKEN),
    "青石乡人民政府关于进一步加强和改进全乡困难群众基本生活保障工作的实施意见",
    "某某县民政局、财政局、人力资源和社会保障局关于转发《关于进一步做好困难群众救助工作的通知》的通知",
    "云溪镇人民政府关于报送2024年困难群众基本生活保障和救助工作总结的报告",
    "石板乡民政和社会事务办公室2023年1—6月困难群众救助帮扶与服务保障工作情况汇报",
]


@pytest.mark.parametrize("title", TITLES)
def test_lines_are_whole_and_well_shaped(title):
    lines = break_title(title, 40, (ISSUER,))
    widths = [half_widths(line) for line in lines]
    assert "".join(lines) == title
    assert max(widths) <= 40
    assert not any(line.startswith(("的", "和", "与", "及", "、", "》", "）")) for line in lines[1:])
    assert not any(line.endswith(("关于", "《", "（")) for line in lines[:-1])
    if len(lines) > 1:
        assert widths != sorted(set(widths), key=widths.index) or len(set(widths)) == len(widths)
        peak = widths.index(max(widths))
        assert widths[: peak + 1] == sorted(widths[: peak + 1])
        assert widths[peak:] == sorted(widths[peak:], reverse=True)
        assert half_widths(lines[-1]) >= 6


@pytest.mark.parametrize("name", ["青石乡人民政府", "石板乡人民政府办公室"])
def test_names_numbers_and_works_stay_whole(name):
    title = f"{name}关于2023年《社会救助暂行办法》贯彻落实情况和下一步工作安排的报告"
    lines = break_title(title, 40, (name,))
    for whole in (name, "2023年", "《社会救助暂行办法》"):
        assert any(whole in line for line in lines)


def test_typed_breaks_stay():
    assert break_title("讲治镇人民政府\n2012年民政工作总结", 40) == ("讲治镇人民政府", "2012年民政工作总结")


@pytest.mark.parametrize("title", ["", "青" * 90, "1" * 100, "的" * 50, "《" + "甲" * 60 + "》"])
def test_odd_titles_are_set_all_the_same(title):
    lines = break_title(title, 40)
    assert "".join(lines) == title
    assert all(half_widths(line) <= 40 for line in lines)


def test_words_are_looked_up_only_for_a_title_of_more_than_one_line():
    code = (
        "import sys; from generator.page.title import break_title; import generator.commands.build;"
        "break_title('青石乡2023年社会救助工作总结', 40); assert 'rjieba' not in sys.modules;"
        "break_title('青石乡人民政府关于报送2023年社会救助工作总结的报告', 40); assert 'rjieba' in sys.modules"
    )
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


@pytest.mark.parametrize(
    "title",
    [
        "关于报送2024年困难群众救助工作总结的报告",
        "关于报送白沙镇2023年残疾人福利工作的总结",
        "云岭县2024年1—11月民政和社会救助工作总结",
    ],
)
def test_digits_wider_than_half_a_character_leave_no_character_alone(title):
    lines = break_title(title, 40, (), LAYOUT.words)
    assert "".join(lines) == title
    assert all(half_widths(line) + sum(map(str.isdigit, line)) / 4 <= 40 and len(line) > 2 for line in lines), lines
