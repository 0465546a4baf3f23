"""How a page of the register says what the library remarks."""

from django import template

from tokkasite.register.models import in_words

register = template.Library()
register.filter("in_words", in_words)
