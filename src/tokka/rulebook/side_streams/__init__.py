"""What the law asks when a side stream changes hands: duties and amounts by date, each with its source.

They are facts of Finnish and EU law as of the day on which they were read; none of them is advice. What they mean for
one exchange is judged in `tokka.symbiosis.gate`.
"""

from typing import Final

from tokka.rulebook.load import Declared, read_package
from tokka.rulebook.model import Shape
from tokka.words import _

VALUES: Final = read_package(
    __name__,
    {
        "permit_duty": Declared(_("Waste goes only to a receiver with a right to take it"), Shape.TRUTH),
        "by_product_test": Declared(_("A by-product passes the test of the Waste Act"), Shape.TRUTH),
        "hazard_assessment": Declared(_("A mirror entry needs an assessment of its hazard"), Shape.TRUTH),
        "earth_construction": Declared(_("Certain wastes in earth construction by registration"), Shape.TRUTH),
        "transfer_document": Declared(_("Some wastes travel with a transfer document"), Shape.TRUTH),
        "transfer_document_electronic": Declared(_("A transfer document is drawn up electronically"), Shape.TRUTH),
        "transfer_register": Declared(_("Transfer documents are sent to the national register SIIRTO"), Shape.TRUTH),
        "border_documents": Declared(_("Waste crosses a border with documents"), Shape.TRUTH),
        "green_list_register": Declared(_("Green-listed waste is told to the digital system too"), Shape.TRUTH),
        "notice_from": Declared(_("Yearly value from which a notice comes before a municipal service")),
        "notice_days": Declared(_("Days for which the notice stands")),
        "waste_tax": Declared(_("Waste tax on landfill")),
        "green_liquor_tax": Declared(_("Waste tax on green liquor sludge (proposal)")),
    },
)
