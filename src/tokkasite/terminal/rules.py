"""`tokka rules`: every rule set with its rules, numbers and sources."""

from typing import Any

import click

from tokkasite.terminal.site import open_site, print_json


def known_families() -> tuple[Any, ...]:
    """The rule sets with the operator's numbers, or the message that says what is wrong in the operator's file."""
    from tokka.rulebook.load import WrongFile
    from tokkasite.excellence.readers import families

    try:
        return families()
    except WrongFile as fault:
        raise click.ClickException(str(fault)) from fault


def family_for(key: str) -> Any:
    found = {family.key: family for family in known_families()}
    if key not in found:
        raise click.ClickException(f"There is no rule set {key!r}. There are: {', '.join(found)}.")
    return found[key]


def parameter_row(parameter: Any) -> dict[str, object]:
    return {
        "key": parameter.key,
        "unit": parameter.unit,
        "values": [
            {
                "since": dated.since,
                "value": dated.value,
                "source": {"title": dated.source.title, "url": dated.source.url, "checked": dated.source.checked},
            }
            for dated in parameter.values
        ],
    }


def rule_row(rule: Any) -> dict[str, object]:
    return {
        "key": rule.key,
        "number": rule.number,
        "label": rule.label,
        "group": rule.group,
        "unit": rule.unit,
        "reads": rule.reads,
        "versions": sorted(rule.versions),
        "source": {"title": rule.source.title, "url": rule.source.url, "checked": rule.source.checked},
        "parameters": {name: parameter_row(parameter) for name, parameter in rule.parameters.items()},
    }


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
def command(as_json: bool) -> None:
    """List the rule sets with their rules."""
    open_site()
    known = known_families()
    if as_json:
        print_json(
            [
                {"key": one.key, "label": one.label, "note": one.note, "rules": [rule_row(rule) for rule in one.rules]}
                for one in known
            ]
        )
        return
    for family in known:
        click.echo(f"\n{family.key}: {family.label}\n{family.note}")
        for rule in family.rules:
            click.echo(f"  {rule.key:<28} {rule.label}")
