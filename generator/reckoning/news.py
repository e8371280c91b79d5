"""What of a figure and its change since last year may be told: what is asked about, only with its reason."""

from __future__ import annotations

import re

from msgspec import Struct
from msgspec.structs import replace

from generator.figures.quantity import PERCENT_UNITS
from generator.figures.values import OF_UNIT, Figure, Words
from generator.form.form import Form
from generator.form.head import ANSWERS
from generator.reckoning.lacking import lacking_units
from generator.reckoning.lastyear import jump_in
from generator.reckoning.plausible import is_doubted

REASON_ENDS = "。；，、;,."


class Told(Struct, frozen=True):
    """What a form, and those of the units it sums, say of changes since last year."""

    form: Form
    no_reason: re.Pattern[str] | None
    """Words of an explanation that only says that the figure is right, and why nobody learns from it."""

    def is_news(self, figure: Figure) -> bool:
        """Whether its change may be told: it is none that is asked about, or its reason was given.

        That a few are as many as before is no news.
        """
        form = self._form_of(figure)
        if self._are_as_few(figure):
            return False
        if jump_in(form, figure) is None or figure.path in form.answers:
            return True
        parts = _parts(form, figure)
        return bool(parts) and all(part.path in form.answers for part in parts if jump_in(form, part))

    def _are_as_few(self, figure: Figure) -> bool:
        """Whether it counts as many as last year, and too few for that to be told."""
        last, number, unit = figure.last, figure.quantity.number, figure.quantity.unit
        if last is None or number is None or number != last.quantity.number or unit in PERCENT_UNITS:
            return False
        leaf = self.form.library.field(figure.path)
        return leaf is not None and not leaf.kind.is_money and number < self.form.library.wording.same_from

    def reason(self, figure: Figure) -> Words | None:
        """Why it changed so much, where it did and its form says one reason that can be read as such."""
        form = self._form_of(figure)
        if jump_in(form, figure) is None:
            return None
        given = [answer for one in (figure, *_parts(form, figure)) if (answer := form.answers.get(one.path))]
        if len({one.text for one in given}) != 1 or (self.no_reason and self.no_reason.search(given[0].text)):
            return None
        path = f"{ANSWERS}.{given[0].path}"
        return replace(
            given[0],
            text=given[0].text.strip().rstrip(REASON_ENDS),
            path=f"{path}{OF_UNIT}{figure.owner}" if figure.owner else path,
        )

    def lacking(self, figure: Figure) -> tuple[str, ...]:
        """The units that ought to be in a sum and are not."""
        return lacking_units(self.form, figure.path)

    def is_doubted(self, figure: Figure) -> bool:
        """Whether it can hardly be what was meant, and its form does not say that it is."""
        return is_doubted(figure, self._form_of(figure))

    def _form_of(self, figure: Figure) -> Form:
        """The form in which a figure was typed."""
        if not figure.owner:
            return self.form
        return next((town for town in self.form.towns if town.name == figure.owner), self.form)


def _parts(form: Form, figure: Figure) -> tuple[Figure, ...]:
    """What a figure follows from by formula in its form, so that these are asked about and not it."""
    own = form.values.get(figure.path)
    if not isinstance(own, Figure) or not own.parts or own.is_over_units:
        return ()
    return tuple(found for part in own.parts if isinstance(found := form.values.get(part.path), Figure))
