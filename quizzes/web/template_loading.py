"""Templates whose constant parts are worked out when they are loaded.

Much of a page is the same for all who read it in one language: words to be translated,
addresses without arguments, files of the site. Django works all that out anew for each
page. Here a template is kept once for each language, with those parts as text.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.template import Context, Node, NodeList, Origin, Template
from django.template.base import FilterExpression, TextNode, TokenType, Variable
from django.template.defaulttags import AutoEscapeControlNode, IfNode, URLNode
from django.template.loaders import base, cached
from django.templatetags.i18n import BlockTranslateNode, LanguageNode, TranslateNode
from django.templatetags.static import StaticNode
from django.urls import NoReverseMatch
from django.utils.safestring import SafeString
from django.utils.translation import get_language

# What is constant outside may be something else inside: escaped otherwise, or in
# another language.
_OPAQUE = (AutoEscapeControlNode, LanguageNode)


class _FoldingLoader(base.Loader):
    """Loads templates with their constants as text."""

    def get_template(
        self, template_name: str, skip: list[Origin] | None = None
    ) -> Template:
        template = super().get_template(template_name, skip)
        context = Context()
        context.template = template
        _fold(template.nodelist, context)
        return template


class Loader(cached.Loader, _FoldingLoader):
    """Django's cached loader, by language, of templates with their constants as text.

    A constant holds as long as the process. An address or a file that does not exist
    is told of when the template is rendered, as ever.
    """

    def cache_key(self, template_name: str, skip: list[Origin] | None = None) -> str:
        """Give what the template is kept under."""
        return f"{get_language()}:{super().cache_key(template_name, skip)}"


class _Named(Node):
    """A constant under a name; what `{% url ... as name %}` becomes."""

    child_nodelists = ()

    def __init__(self, name: str, value: str) -> None:
        self.name = name
        self.value = value

    def render(self, context: Context) -> SafeString:
        context[self.name] = self.value
        return SafeString()


def _fold(nodes: NodeList, context: Context) -> None:
    """Put text for the constants in a list of nodes, and in all that is below it."""
    folded: list[Node] = []
    for node in nodes:
        if not isinstance(node, _OPAQUE):
            for below in _below(node):
                _fold(below, context)
        new = _constant(node, context) or node
        before = folded[-1] if folded else None
        if isinstance(new, TextNode) and isinstance(before, TextNode):
            folded[-1] = _as_told_of(TextNode(before.s + new.s), before)
        else:
            folded.append(new)
    nodes[:] = folded


def _below(node: Node) -> Iterator[NodeList]:
    if isinstance(node, IfNode):  # It gives its lists as a copy.
        for _condition, nodes in node.conditions_nodelists:
            yield nodes
        return
    for name in node.child_nodelists:
        below = getattr(node, name, None)
        if isinstance(below, NodeList):
            yield below


def _constant(node: Node, context: Context) -> Node | None:
    """What stands for a node whenever it is rendered; None if it is not constant."""
    match node:
        case TranslateNode(asvar=name):
            is_constant = not node.message_context and _is_constant(
                node.filter_expression
            )
        case BlockTranslateNode(asvar=name):
            is_constant = not (
                node.extra_context or node.plural or node.message_context
            ) and all(token.token_type == TokenType.TEXT for token in node.singular)
        case URLNode(asvar=name):
            is_constant = (
                not node.args and not node.kwargs and _is_constant(node.view_name)
            )
        case StaticNode(varname=name):
            is_constant = _is_constant(node.path)
        case _:
            return None
    if not is_constant:
        return None
    try:
        text = node.render(context)
    except (NoReverseMatch, ValueError):  # The latter of a file that is not there.
        return None
    new = TextNode(text) if name is None else _Named(name, context[name])
    return _as_told_of(new, node)


def _is_constant(expression: FilterExpression) -> bool:
    variable = expression.var
    return not expression.filters and (
        not isinstance(variable, Variable) or variable.lookups is None
    )


def _as_told_of(new: Node, old: Node) -> Node:
    """Give a node the place in its file that Django's page of errors shows."""
    new.token = old.token
    new.origin = old.origin
    return new
