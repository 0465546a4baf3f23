"""`tokka assess`: the findings of one cluster on one day."""

from datetime import date
from typing import Any

import click

from tokkasite.terminal.site import Day, find_cluster, open_site, print_json, today


def finding_row(finding: Any) -> dict[str, object]:
    """One finding as JSON tells it: what was found, by which wording, on whose word, from which records."""
    return {
        "rule": finding.rule.key,
        "number": finding.rule.number,
        "label": finding.rule.label,
        "outcome": finding.outcome.value,
        "level": finding.level,
        "value": finding.value,
        "unit": finding.rule.unit,
        "day": finding.day,
        "version": finding.version,
        "blocks": finding.blocks,
        "remarks": [str(remark) for remark in finding.remarks],
        "sources": [
            {"title": source.title, "article": source.article, "url": source.url, "checked": source.checked}
            for source in finding.sources
        ],
        "records": [f"{kind}/{number}" for kind, number in finding.records],
    }


def assessment_report(cluster: Any, assessment: Any) -> dict[str, object]:
    return {
        "cluster": cluster.key,
        "rules": assessment.family.key,
        "day": assessment.day,
        "note": assessment.family.note,
        "summary": assessment.summary | {"blocked_by": [finding.rule.key for finding in assessment.blockers]},
        "findings": [finding_row(finding) for finding in assessment.findings],
    }


def print_assessment(cluster: Any, assessment: Any) -> None:
    click.echo(f"{cluster} · {assessment.family.label} · {assessment.day}\n{assessment.family.note}\n")
    for finding in assessment.findings:
        value = (
            ""
            if finding.value is None
            else f"{finding.value:.3g}"
            if isinstance(finding.value, float)
            else str(finding.value)
        )
        shade = finding.level or finding.outcome.value
        name = f"{finding.rule.number} {finding.rule.label}".strip()
        click.echo(f"  {shade:<8} {name:<52.52} {value:>8} {finding.rule.unit if value else ''}")
    counts = ", ".join(f"{count} {outcome}" for outcome, count in assessment.summary.items())
    click.echo(f"\n{counts}. Blocks: {', '.join(finding.rule.key for finding in assessment.blockers) or 'nothing'}.")


@click.command()
@click.option("--cluster", "key", required=True, help="The key of a cluster; see `tokka clusters`.")
@click.option("--rules", "family_key", required=True, help="The rule set; see `tokka rules`.")
@click.option("--day", type=Day(), default=None, help="The day to judge, such as 2026-06-30. Default: today.")
@click.option("--json", "as_json", is_flag=True, help="Print one object per finding, and a summary.")
def command(key: str, family_key: str, day: date | None, as_json: bool) -> None:
    """Say what a rule set finds of a cluster, and what that rests on."""
    open_site()
    from django.utils import translation

    from tokka.excellence.assess import assess
    from tokkasite.excellence.readers import book_of
    from tokkasite.terminal.rules import family_for

    translation.activate("en")
    cluster, family = find_cluster(key), family_for(family_key)
    assessment = assess(book_of(cluster), day or today(), family)
    if as_json:
        print_json(assessment_report(cluster, assessment))
    else:
        print_assessment(cluster, assessment)
