"""What the public sends, what the region's coordinator answers and writes, and what a team adds to its publicity."""

from typing import Any, Final

from django import forms
from django.core import signing
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tokkasite.excellence.models import Item
from tokkasite.journal.forms import DayInput
from tokkasite.journal.models import MediaMention
from tokkasite.portal.models import Article, Letter, Message, Reader
from tokkasite.portal.publicity import questions_open
from tokkasite.register.models import Cluster

LONGEST: Final = 5000
QUICKEST_SECONDS: Final = 3
"""A person needs longer than this to read the form and write one sentence."""
OLDEST_SECONDS: Final = 24 * 60 * 60
SALT: Final = "portal.feedback"


class FeedbackForm(forms.ModelForm):
    """A message to the region. What looks like a machine's is kept all the same, apart from the others."""

    nickname = forms.CharField(required=False, label=_("Leave this empty"))
    """Nobody sees this field; machines fill in whatever they find."""
    began = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Message
        fields = ("about", "text", "email", "page")
        widgets = {"text": forms.Textarea(attrs={"rows": 6, "maxlength": LONGEST}), "page": forms.HiddenInput}
        help_texts = {"email": _("Only if you want an answer. We use it for nothing else.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["began"].initial = signing.dumps("", salt=SALT)
        self.fields["page"].required = False
        self.fields["email"].widget.attrs["autocomplete"] = "email"
        self.fields["nickname"].widget.attrs |= {"autocomplete": "off", "tabindex": "-1"}

    @property
    def looks_like_a_machine(self) -> bool:
        """Filled in what nobody sees, answered before anybody could have read, or without having opened the form."""
        if self.cleaned_data["nickname"]:
            return True
        began = self.cleaned_data["began"]
        try:
            signing.loads(began, salt=SALT, max_age=OLDEST_SECONDS)
        except signing.BadSignature:  # as is a signature that is too old
            return True
        try:
            signing.loads(began, salt=SALT, max_age=QUICKEST_SECONDS)
        except signing.SignatureExpired:
            return False
        return True


class AnswerForm(forms.ModelForm):
    """The answer to a message."""

    class Meta:
        model = Message
        fields = ("answer",)
        widgets = {"answer": forms.Textarea(attrs={"rows": 6})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].required = True


class OrderForm(forms.Form):
    """An order of letters."""

    email = forms.EmailField(label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    kind = forms.ChoiceField(label=_("What you order"), choices=Reader.Kind, widget=forms.RadioSelect, initial="letter")


class LetterForm(forms.ModelForm):
    """A newsletter or a release, made of articles of one language."""

    articles = forms.ModelMultipleChoiceField(
        Article.objects.none(), label=_("Articles"), widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Letter
        fields = ("kind", "language", "subject", "greeting")
        widgets = {"greeting": forms.Textarea(attrs={"rows": 4}), "language": forms.HiddenInput}

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = language
        rows = Article.objects.live().public().filter(locale__language_code=language)
        self.fields["articles"].queryset = rows.order_by("-published_on", "-pk")[:30]

    def clean_articles(self) -> list[Article]:
        return list(self.cleaned_data["articles"])


class MentionForm(forms.ModelForm):
    """What somebody else said of the cluster in public."""

    class Meta:
        model = MediaMention
        fields = ("on", "kind", "outlet", "title", "url")
        widgets = {"on": DayInput}
        help_texts = {
            "outlet": _("The newspaper, site or station."),
            "url": _("Where it can be read or heard, if it can be."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["url"].assume_scheme = "https"


class QuestionField(forms.ModelChoiceField):
    """A question of a self-assessment, by its number, its words, and the day of the round."""

    def label_from_instance(self, item: Item) -> str:
        told = {"question": f"{item.number} {gettext(item.label)}".strip(), "day": date_format(item.round.day)}
        return gettext("%(question)s (round of %(day)s)") % told


class EvidenceForm(forms.Form):
    """Which answer the numbers of the year back."""

    item = QuestionField(Item.objects.none(), label=_("Question of a self-assessment"))

    def __init__(self, *args: Any, cluster: Cluster, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["item"].queryset = questions_open(cluster)
