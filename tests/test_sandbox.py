"""Templates are for wording: what looks further, prints what nobody typed or never ends is refused, with its line."""

import time

import pytest
from forms import built, put, trial

from generator.library.loading import load_library

FIELDS = """\
人数: {kind: stock, unit: 人, label: 人数}
措施: {kind: items, label: 措施}
"""
FORM = "报告: trial\n单位: 甲镇\n年度: 2023\n试: {人数: 9人, 措施: [入户, 张榜]}\n"

LOOKING_FURTHER = [
    "{{ ''.__class__.__mro__ }}",
    "{{ 人数.__class__ }}",
    "{{ 人数['__class__'] }}",
    "{{ 人数 | attr('__class__') }}",
    "{{ 人数.quantity }}",
    "{{ ().__class__.__bases__[0].__subclasses__() }}",
    "{{ self._TemplateReference__context }}",
    "{{ cycler.__init__.__globals__ }}",
    "{{ lipsum(9) }}",
    "{{ joiner() }}",
    "{{ dict(甲=1) }}",
    "{% set 甲 = namespace(乙=1) %}{{ 甲.乙 }}",
    "{% include '/etc/passwd' %}",
    "{% import '/etc/passwd' as 甲 %}",
    "{% extends '/etc/passwd' %}",
    "{% block 甲 %}{{ super.__init__ }}{% endblock %}",
    "{{ '{0.__class__}'.format(人数) }}",
    "{{ '{}'.format_map }}",
    "{{ '%s' | format(人数) }}",
    "{{ 措施 | map(attribute='__class__') | first }}",
    "{{ 措施 | selectattr('__class__') | first }}",
    "{{ 措施 | groupby('__class__') }}",
    "{{ 措施.append('丙') }}",
    "{% for 一 in 措施 %}{{ loop.__class__ }}{% endfor %}",
    "{% for 一 in 措施 %}{{ loop.cycle('__class__') }}{% endfor %}",
    "{% macro 甲() %}{{ caller.__globals__ }}{% endmacro %}{% call 甲() %}{% endcall %}",
    "{% macro 甲() %}{% endmacro %}{{ 甲.__init__ }}",
    "{% with 甲 = 人数.__class__ %}{{ 甲 }}{% endwith %}",
    "{{ 表.__class__ }}",
    "{{ 上年.__init__ }}",
]
FORGING = [
    "{{ 5 }}人",
    "{% set 人数 = 5 %}{{ 人数 }}人",
    "{{ 人数 + 1 }}",
    "{{ 人数 | string | length }}人",
    "{{ '\\U000f0001试.人数\\U000f000699人\\U000f0007' }}",
    "{{ '甲' ~ '\\U000f0001' ~ 人数 }}",
    "{{ '{:c}'.format(983041) }}",
    "{% set 甲 = '\\u0007' %}{{ 甲 }}",
]
ENDLESS = [
    "{{ range(999999999) }}",
    "{{ 9 ** 999999999 }}",
    "{{ 人数 ** 999999999 }}",
    "{{ '甲' * 999999999 }}",
    "{{ '甲'.ljust(999999999) }}",
    "{{ '甲' | center(999999999) }}",
    "{{ 措施 | slice(999999999) }}",
]


@pytest.mark.parametrize("attack", [*LOOKING_FURTHER, *FORGING, *ENDLESS])
def test_wording_that_does_more_than_write_is_refused(tmp_path, attack):
    load_library.cache_clear()
    start = time.monotonic()
    shelf = trial(tmp_path, FIELDS, f"共{{{{ 人数 }}}}。\n\n{attack}\n")
    summary = built(FORM, shelf=shelf)
    assert time.monotonic() - start < 2
    faults = [one for one in summary.problems if one.place.file.endswith("sections/trial/section.md")]
    assert faults
    assert {one.place.spot.line for one in faults} == {3}


@pytest.mark.parametrize(
    "attack",
    [
        "人数.__class__",
        "人数['__class__']",
        "''.__class__.__mro__ == 人数",
        "人数 ** 99999999 > 1",
        "'甲' * 99999999 == '乙'",
        "人数 | attr('__class__')",
        "self.__init__ == 人数",
        "range(99999999) and 人数",
        "'{0.__class__}'.format(人数) == '甲'",
        "合计.__globals__",
    ],
)
def test_a_rule_that_does_more_than_compare_is_refused(tmp_path, attack):
    load_library.cache_clear()
    shelf = trial(tmp_path, FIELDS, "共{{ 人数 }}。\n")
    form = tmp_path / "sections/trial/form.yaml"
    put(
        tmp_path,
        "sections/trial/form.yaml",
        f'{form.read_text("utf-8")}rules:\n  - {{rule: "{attack}", message: 不对。}}\n',
    )
    start = time.monotonic()
    summary = built(FORM, shelf=shelf)
    assert time.monotonic() - start < 2
    assert [one for one in summary.problems if one.place.file.endswith("sections/trial/form.yaml")]
