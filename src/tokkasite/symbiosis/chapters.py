"""The chapters of the European List of Waste in a few words of ours: what a side is told before it knows the other."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.utils.translation import gettext_lazy as _

CHAPTERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "01": _("from mining and the treatment of minerals"),
        "02": _("from farming, forestry, fishing and food"),
        "03": _("from wood, pulp and paper"),
        "04": _("from leather, fur and textiles"),
        "05": _("from oil refining and natural gas"),
        "06": _("from inorganic chemistry"),
        "07": _("from organic chemistry"),
        "08": _("from paints, glues and printing inks"),
        "09": _("from photography"),
        "10": _("from thermal processes: power plants, metal works, lime and cement"),
        "11": _("from the coating of metals"),
        "12": _("from the shaping of metals and plastics"),
        "13": _("oils and liquid fuels"),
        "14": _("solvents and refrigerants"),
        "15": _("packaging, filters and wiping cloths"),
        "16": _("other wastes of the list"),
        "17": _("from building and demolition"),
        "18": _("from health care"),
        "19": _("from waste and water treatment"),
        "20": _("from households and the like"),
    }
)
