"""The words by which item writing goes wrong, in Kazakh, Russian and English."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from quizzes.items.leaks import words as words_of

_ALL: Final = re.compile(
    r"""
      \b(?:барлығы|барлық|бәрі)\w*(?:\s+(?:да|де|жауап\w*|нұсқа\w*))*\s+дұрыс\w*
    | \b(?:жоғары|төмен|атал|көрсетіл|айтыл|келтіріл)\w*(?:\s+\w+)?
      \s+(?:барлығы|бәрі)\w*
    | \b(?:барлығы|бәрі)\W*$
    | \bвс[её]\s+(?:\w+\s+)?(?:выше)?(?:перечисленн|указанн|названн)\w*
    | \bвсе\s+(?:ответы|варианты)(?:\s+(?:верн|правильн)\w*)?
    | \bвс[её]\s+(?:верно|правильно)
    | \ball\s+(?:of\s+)?(?:the\s+)?(?:above|these|answers)\b
      (?:\s+are\s+(?:correct|right|true))?
    | \ball\s+are\s+(?:correct|right|true)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_NONE: Final = re.compile(
    r"""
      \bдұрыс\s+жауап\w*\s+жоқ
    | \b(?:ешқайсы|ешбір|бірде[- ]?бір)\w*(?:\s+\w+)?\s+(?:емес|дұрыс\s+емес)
    | \b(?:ешқайсысы|ешбірі)\W*$
    | \bнет\s+(?:верн|правильн)\w*(?:\s+\w+)?
    | \bни\s+один\s+из(?:\s+\w+){0,2}
    | \bnone\s+(?:of\s+)?(?:the\s+)?(?:above|these|answers)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
# «А және В»: options are shuffled, so letters point nowhere.
_LETTERS: Final = re.compile(
    r"""
      ^\W*(?:[АВСДЕӘБABCDE]\)?\s*(?:,|және|мен|пен|бен|и|and|&|\+)\s*)+
      [АВСДЕӘБABCDE]\)?(?:\s+(?:жауап|дұрыс|нұсқа|ответ|верн|answer|correct)\w*)?\W*$
    """,
    re.IGNORECASE | re.VERBOSE,
)
_NEGATION: Final = re.compile(
    r"""
      \b(?:емес|жоқ)(?:пе|ті|тің|тігі\w*)?\b
    | \b\w+[нтд][аеә]н\s+басқа\w*
    | \b(?:қате|жалған|артық)\b
    | \b\w{2,}[мбп][ае](?:ды|ді|йды|йді|йтын\w*|йтін\w*|ған\w*|ген\w*)\b
    | \b(?:не|нет|кроме|исключая|неверн\w*|неправильн\w*|ложн\w*|лишн\w*)\b
    | \b(?:not|except|never|incorrect|false)\b | \b\w+n['’]t\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_ABSOLUTE: Final = re.compile(
    r"""
      \b(?:әрқашан|әрдайым|үнемі|ешқашан|мүлдем|тек\s+қана|ешкім)\b
    | \b(?:всегда|никогда|исключительно|абсолютно|никто)\b
    | \b(?:always|never|only\s+ever|absolutely|nobody)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
# Question marks for letters: inside a word («п?нінен»), before one («?азахстан»),
# behind one with the sentence going on («халы? саны»), or a whole word of them. A
# capital behind the mark begins another sentence.
_LOST: Final = re.compile(
    r"""
      (?<![\w?])\?+(?=[^\W\d_])[\w?]*
    | (?<!\w)\w*[^\W\d_]\?+(?=[^\W\d_A-ZА-ЯЁӘҒҚҢӨҰҮҺІ])[\w?]*
    | (?<!\w)\w*[^\W\d_]\?+(?=[ ]+[^\W\d_A-ZА-ЯЁӘҒҚҢӨҰҮҺІ])
    | (?<!\S)\?{2,}(?!\S)
    | (?<!\w)\w*\ufffd[\w\ufffd]*
    """,
    re.VERBOSE,
)
_WORD: Final = re.compile(r"\w+")
_CYRILLIC: Final = re.compile(r"[\u0400-\u04ff]")
_LATIN: Final = re.compile(r"[A-Za-z]")


def all_of_the_above(text: str) -> re.Match[str] | None:
    """Where an option says that all options are right."""
    return _ALL.search(text)


def none_of_the_above(text: str) -> re.Match[str] | None:
    """Where an option says that no option is right."""
    return _NONE.search(text)


def points_at_letters(text: str) -> re.Match[str] | None:
    """Where an option names other options by their letters."""
    return _LETTERS.search(text)


def negation(text: str) -> re.Match[str] | None:
    """The first word that turns a sentence round."""
    return _NEGATION.search(text)


def absolute(text: str) -> re.Match[str] | None:
    """The first word that allows no exception."""
    return _ABSOLUTE.search(text)


def lost_letters(text: str) -> re.Match[str] | None:
    """A word in which a wrong encoding has put question marks for letters."""
    return _LOST.search(text)


def mixed_letters(text: str) -> re.Match[str] | None:
    """A word that mixes Cyrillic and Latin letters, though they look alike."""
    for match in _WORD.finditer(text):
        word = match.group()
        if _CYRILLIC.search(word) and _LATIN.search(word):
            return match
    return None


def beginning_with(text: str, roots: Collection[str]) -> list[str]:
    """The words of a text that begin with one of some roots, each once."""
    found = (word for word in words_of(text) if word[:5] in roots)
    return list(dict.fromkeys(found))
