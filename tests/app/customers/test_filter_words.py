"""What a list was asked, in words."""

from datetime import date

import pytest

from app.core.listing import Condition, Group, ListQuery, Match, Op, Period
from app.customers.filter_words import in_words
from app.customers.schemas import Status

CITY = Condition("city", Op.IS, "Bern")
RICH = Condition("revenue", Op.AT_LEAST, 1_000_050)


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("one", "said"),
    [
        (Condition("status", Op.IN, (Status.ACTIVE, "blocked")), "Status is Active or Blocked"),
        (Condition("status", Op.NOT_IN, ("active",)), "Status is not Active"),
        (Condition("country", Op.IN, ("DE", "FR", "CH")),
         "Country is Germany, France or Switzerland"),
        (Condition("owner_id", Op.IN, (1, None, 77)), "Owner is Ada Admin, blank or 77"),
        (Condition("owner_id", Op.BLANK), "Owner is blank"),
        (Condition("name", Op.CONTAINS, "acme"), "Name contains “acme”"),
        (Condition("email", Op.ENDS, "@x.org"), "Email ends with “@x.org”"),
        (Condition("licenses", Op.BETWEEN, (1, 2000)), "Licenses is between 1 and 2,000"),
        (Condition("verified", Op.IS, True), "Verified is yes"),
        (RICH, "Revenue is at least EUR\u00a010,000.50"),
        (Condition("created_at", Op.AT_MOST, date(2026, 1, 26)),
         "Joined is on or before Jan 26, 2026"),
        (Condition("created_at", Op.BETWEEN, (date(2026, 1, 1), date(2026, 2, 1))),
         "Joined is between Jan 1, 2026 and Feb 1, 2026"),
        (Condition("created_at", Op.LAST, 1), "Joined is in the last 1 day"),
        (Condition("updated_at", Op.NEXT, 30), "Last changed is in the next 30 days"),
        (Condition("updated_at", Op.OVER, 1000), "Last changed is more than 1,000 days ago"),
        (Condition("created_at", Op.DURING, Period.THIS_MONTH), "Joined is this month"),
        (Condition("shoe_size", Op.IS, 44), "shoe_size is 44"),
        (Group(Match.ANY, (CITY, RICH)),
         "City is “Bern” or Revenue is at least EUR\u00a010,000.50"),
        (Group(Match.ALL, (CITY, Group(Match.ANY, (CITY, CITY)))),
         "City is “Bern” and (City is “Bern” or City is “Bern”)"),
        (Group(Match.NONE, (CITY, Group(Match.ALL, ()))), "not (City is “Bern”)"),
    ],
)  # fmt: skip
def test_each_comparison_is_said(desk_db, admin, one, said):
    with desk_db.reading(admin) as session:
        assert in_words(session, ListQuery(conditions=(one,))) == said


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_the_whole_question_is_one_line(desk_db, admin):
    with desk_db.reading(admin) as session:
        asked = ListQuery(" acme\nfoo ", (CITY, RICH))
        assert in_words(session, asked) == (
            "City is “Bern”; Revenue is at least EUR\u00a010,000.50; Search “acme foo”"
        )
        assert in_words(session, ListQuery()) == ""
        long = Condition("name", Op.IS, "x" * 500)
        many = Condition("country", Op.IN, tuple(str(n) for n in range(40)))
        assert len(in_words(session, ListQuery(conditions=(long,)))) < 80
        assert in_words(session, ListQuery(conditions=(many,))).endswith("11 or 28 others")
