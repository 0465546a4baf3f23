"""The pieces of which editors build an article."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

TEXT_FEATURES = ["h3", "bold", "italic", "ol", "ul", "link", "document-link"]


class QuoteBlock(blocks.StructBlock):
    """What somebody said, and who that is."""

    text = blocks.TextBlock(label=_("What was said"))
    speaker = blocks.CharBlock(label=_("Who said it"), max_length=100)
    role = blocks.CharBlock(label=_("In which role"), max_length=150, required=False)

    class Meta:
        label = _("Quote")
        icon = "openquote"
        template = "portal/blocks/quote.html"


class BackgroundBlock(blocks.StructBlock):
    """What a reader needs to know of the matter, beside the news itself."""

    title = blocks.CharBlock(label=_("Title"), max_length=100)
    text = blocks.RichTextBlock(label=_("Text"), features=TEXT_FEATURES[1:])

    class Meta:
        label = _("Background")
        icon = "info-circle"
        template = "portal/blocks/background.html"


class PictureBlock(blocks.StructBlock):
    """A picture with the words that stand for it; the editor is asked for them."""

    image = ImageBlock(label=_("Picture"))
    caption = blocks.CharBlock(label=_("Caption"), max_length=250, required=False)
    credit = blocks.CharBlock(label=_("Picture by"), max_length=100, required=False)

    class Meta:
        label = _("Picture")
        icon = "image"
        template = "portal/blocks/picture.html"


class ArticleBody(blocks.StreamBlock):
    """An article: headings, texts, quotes, background and pictures in the order of the telling."""

    heading = blocks.CharBlock(label=_("Heading"), icon="title", max_length=120, template="portal/blocks/heading.html")
    text = blocks.RichTextBlock(label=_("Text"), features=TEXT_FEATURES)
    quote = QuoteBlock()
    background = BackgroundBlock()
    picture = PictureBlock()

    class Meta:
        label = _("Text of the page")
