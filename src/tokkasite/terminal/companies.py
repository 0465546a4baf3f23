"""`tokka check-companies`: what the company register says otherwise."""

import time
from itertools import islice

import click

from tokkasite.terminal.site import open_site, today

SECONDS_BETWEEN = 1.0
FAULTS_IN_A_ROW = 5


@click.command()
@click.option("--most", type=click.IntRange(1), default=10_000, show_default=True, help="How many companies at most.")
def command(most: int) -> None:
    """Look companies up in the open Finnish register (PRH/YTJ), and propose what differs.

    At most one request a second. Nothing is overwritten: each organisation's page shows what is proposed. Stopped, the
    command goes on where it was: who was looked up today is not asked about again.
    """
    open_site()
    from tokka.companies.ytj import WrongAnswer, read_answer
    from tokkasite.register import sources
    from tokkasite.register.companies import check_company, to_check

    day, checked, proposed, silent = today(), 0, 0, 0
    for organisation, number in islice(list(to_check(day)), most):
        began = time.perf_counter()
        try:
            company = read_answer(sources.ask_register(number), number)
        except (sources.NoAnswer, WrongAnswer) as fault:
            click.echo(f"{number} {organisation}: {fault}", err=True)
            silent += 1
            if silent == FAULTS_IN_A_ROW:
                raise click.ClickException(
                    f"{FAULTS_IN_A_ROW} answers in a row failed. Run the command again later: it goes on from here."
                ) from fault
        else:
            silent = 0
            made = check_company(organisation=organisation, company=company, today=day)
            checked, proposed = checked + 1, proposed + len(made)
            if made:
                click.echo(f"{number} {organisation}: {', '.join(one.field for one in made)}")
        time.sleep(max(0.0, SECONDS_BETWEEN - (time.perf_counter() - began)))
    click.echo(f"{checked} companies looked up, {proposed} changes proposed.")
