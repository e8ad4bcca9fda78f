"""From facts to items, in plain Python.

The bank hands over a `Neighbourhood`: the asked facts and every fact that bears on
whether an option near them would be right. `making` picks what can be asked of a fact,
one file per family (`dates`, `members`, `treaties`) says how, `proofs` says what is
surely wrong, `distractors` and `scales` choose among that, `leaks` and `compatibility`
see to it that nothing gives a key away, `kazakh` puts it into words, and `marking`
judges an answer.

Nothing here knows of Django, a database, a clock or a global random state, so that
every item the bank can make is made and checked in the tests.
"""
