import re
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from generator.form.opening import Options
from generator.library.overlays import open_shelf
from generator.making.summarize import Summary, summarize
from generator.problem import Problem

OPTIONS = Options(open_shelf())
FORM = (Path(__file__).parents[1] / "inputs" / "讲治镇-2012.yaml").read_text(encoding="utf-8")
LINES = FORM.split("\n")
STEADY = settings(
    derandomize=True,
    deadline=None,
    max_examples=150,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
CHINESE = re.compile(r"[\u4e00-\u9fff]")
JARGON = re.compile(
    r"Traceback|Error\b|Exception|None\b|\bNode\b|expected|mapping|scalar|sequence|parser|block end|token|alias|indent|"
    r"codec|decode|object at|<class|line \d+, column",
    re.IGNORECASE,
)


def without_quotes(text: str) -> str:
    """A message without what it quotes of the form."""
    depth, kept = 0, []
    for char in text:
        depth += char == "「"
        if not depth:
            kept.append(char)
        depth -= char == "」" and depth > 0
    return "".join(kept)


def assert_said_properly(problem: Problem, lines: int) -> None:
    assert problem.place.file == "表单.yaml", str(problem)
    assert 0 <= problem.place.spot.line <= lines, str(problem)
    message = problem.what + problem.advice
    assert CHINESE.search(problem.what), str(problem)
    assert problem.what.endswith("。"), str(problem)
    assert problem.advice.endswith(("。", "？", "")), str(problem)
    assert not JARGON.search(without_quotes(message)), str(problem)


def summary_of(data: bytes) -> Summary:
    summary = summarize(data, "表单.yaml", OPTIONS)
    text = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    lines = max(text.count(b"\n"), text.count(b"\0\n"), text.count(b"\n\0")) + 1
    for problem in summary.problems:
        assert_said_properly(problem, lines)
    assert (summary.document is None) == any(problem.severity.name == "ERROR" for problem in summary.problems)
    return summary


@STEADY
@given(st.binary(max_size=400))
@example(b"")
@example(b"\xff\xfe")
@example(b"\xef\xbb\xbf")
@example(b"\x00")
@example("单位: 讲治镇".encode("utf-16")[:-1])
def test_any_bytes_are_a_form_or_problems(data):
    summary_of(data)


@STEADY
@given(st.text(max_size=200))
@example("{{ 7*7 }}")
@example("&a [*a]")
@example("- - - - -")
@example("? a\n: b")
@example("%YAML 1.1\n---\na: 1")
@example("!!python/object/apply:os.system [ls]")
def test_any_text_is_a_form_or_problems(text):
    summary_of(text.encode("utf-8", "surrogatepass"))


MARKS = list("：:，,。、；\"'“”‘’（）()[]{}【】-—－#＃&*!|>%@`?~/\\<>=+_ \t\n\r\u3000\u00a0\u200b\x07\x85\U000f0001")
TYPED = st.one_of(
    st.sampled_from(MARKS),
    st.sampled_from(
        [*"0１二万元户人次%", "xx", "××", "a", "\n  ", "\n\t", "\n- ", ": ", "---\n", "\r\n", "{{", "}}", "😀"]
    ),
    st.text(max_size=3),
)
EDITS = st.lists(st.tuples(st.integers(0, len(FORM)), st.integers(0, 6), TYPED), min_size=1, max_size=6)


def edited(edits: list[tuple[int, int, str]]) -> str:
    """The real form with some characters typed in place of others."""
    text = FORM
    for position, length, typed in edits:
        text = text[:position] + typed + text[position + length :]
    return text


@STEADY
@given(EDITS)
def test_the_real_form_with_slips_of_the_hand_is_a_form_or_problems(edits):
    summary_of(edited(edits).encode("utf-8", "surrogatepass"))


LINE_EDITS = st.lists(
    st.tuples(
        st.sampled_from(["drop", "double", "indent", "outdent", "swap", "join", "widen"]),
        st.integers(0, len(LINES) - 2),
    ),
    min_size=1,
    max_size=8,
)


def rearranged(edits: list[tuple[str, int]]) -> str:
    """The real form with lines left out, doubled, shifted, swapped, run together or typed full-width."""
    lines = list(LINES)
    for edit, position in edits:
        position = min(position, len(lines) - 2)
        line = lines[position]
        match edit:
            case "drop":
                del lines[position]
            case "double":
                lines.insert(position, line)
            case "indent":
                lines[position] = "  " + line
            case "outdent":
                lines[position] = line.removeprefix("  ")
            case "swap":
                lines[position : position + 2] = [lines[position + 1], line]
            case "join":
                lines[position : position + 2] = [line + lines[position + 1]]
            case "widen":
                lines[position] = line.replace(": ", "：").replace(", ", "，").replace("- ", "－")
    return "\n".join(lines)


@STEADY
@given(LINE_EDITS)
def test_the_real_form_with_lines_disturbed_is_a_form_or_problems(edits):
    summary_of(rearranged(edits).encode())


@settings(STEADY, max_examples=40)
@given(EDITS, st.sampled_from(["gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"]))
def test_slips_in_any_encoding_are_a_form_or_problems(edits, encoding):
    summary_of(edited(edits).encode(encoding, "ignore"))


@settings(STEADY, max_examples=40)
@given(st.integers(0, len(FORM.encode())), st.binary(min_size=1, max_size=4))
def test_damaged_bytes_are_a_form_or_problems(position, damage):
    data = FORM.encode()
    summary_of(data[:position] + damage + data[position + len(damage) :])


@settings(STEADY, max_examples=60)
@given(st.integers(0, len(FORM)))
def test_a_form_cut_off_anywhere_is_a_form_or_problems(position):
    summary_of(FORM[:position].encode())


SCALAR_LINES = [number for number, line in enumerate(LINES) if re.search(r": \S", line)]


@STEADY
@given(
    st.sampled_from(SCALAR_LINES),
    st.text(max_size=60) | st.text("0123456789.,，%-—～万亿元人户约近余多以上年月日 ", max_size=20),
)
def test_any_value_of_any_field_is_read_or_named_on_its_line(number, typed):
    value = typed.encode("utf-8", "ignore").decode()
    key = LINES[number].split(": ", 1)[0]
    quoted = value.replace("'", "''").replace("\n", " ").replace("\r", " ")
    lines = [*LINES[:number], f"{key}: '{quoted}'", *LINES[number + 1 :]]
    summary_of("\n".join(lines).encode())


def test_the_real_form_itself_is_a_document():
    assert summary_of(FORM.encode()).document is not None


def test_a_slip_in_one_line_keeps_the_rest_of_the_real_form_readable():
    """Each line in turn loses its colon or gets a wide one; all but its own values are still read."""
    whole = summary_of(FORM.encode()).form
    assert whole is not None
    for number, line in enumerate(LINES):
        if re.match(r"\s*[^\s#-]+: \S", line):
            typed = [*LINES[:number], line.replace(": ", "：", 1), *LINES[number + 1 :]]
            form = summary_of("\n".join(typed).encode()).form
            assert form is not None
            assert form.values.keys() == whole.values.keys(), line
