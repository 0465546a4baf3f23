"""Outcomes of member companies as means that no company can be read from (§20)."""

from tokka.benchmark.outcomes import CompanyYear, outcomes_in


def told(company: int, before: float | None, after: float | None, projects: float | None = None):
    return [
        CompanyYear(company, 2025, turnover=before),
        CompanyYear(company, 2026, turnover=after, new_projects=projects),
    ]


def found(rows):
    return {one.key: (one.value, one.companies) for one in outcomes_in(rows, 2026)}


def test_a_change_is_the_mean_of_each_companys_own():
    rows = [row for company, after in enumerate((110, 120, 90, 100, 130)) for row in told(company, 100, after, 1)]
    assert found(rows) == {
        "turnover_change": (10.0, 5), "staff_change": (None, 0), "export_change": (None, 0), "new_projects": (10.0, 5),
    }  # fmt: skip


def test_four_companies_tell_nothing():
    rows = [row for company in range(4) for row in told(company, 100, 110, 1)]
    assert found(rows)["turnover_change"] == (None, 4)
    assert found(rows)["new_projects"] == (None, 4)


def test_what_began_at_nothing_or_is_not_told_is_left_out():
    rows = [row for company in range(5) for row in told(company, 100, 110)]
    rows += [*told(5, 0, 50), *told(6, None, 50), *told(7, 100, None), CompanyYear(8, 2026, turnover=9)]
    assert found(rows)["turnover_change"] == (10.0, 5)


def test_no_single_company_carries_the_mean():
    rows = [row for company in range(4) for row in told(company, 100, 100)] + told(4, 1, 1_000_000)
    assert found(rows)["turnover_change"] == (200.0, 5)


def test_two_years_apart_are_no_change():
    rows = [one for n in range(5) for one in (CompanyYear(n, 2024, staff=1), CompanyYear(n, 2026, staff=2))]
    assert found(rows)["staff_change"] == (None, 0)
