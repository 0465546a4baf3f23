"""What several screens ask of the register."""

from datetime import date

from tokka.rulebook.enterprise_size import SizeClass, size_class
from tokkasite.register.models import SizeFigure


def size_class_of(figure: SizeFigure) -> SizeClass:
    """The size class by the ceilings in force at the end of the accounting year."""
    turnover, balance = (
        float(money) if money is not None else None for money in (figure.turnover_eur, figure.balance_eur)
    )
    return size_class(date(figure.year, 12, 31), float(figure.headcount_awu), turnover, balance)
