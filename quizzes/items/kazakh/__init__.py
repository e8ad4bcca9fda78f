"""Kazakh as the items speak it: names in their cases, numbers and dates in words.

A question is a sentence, and a Kazakh sentence inflects its names: «шартқа қол
қойылды», «ТМД-ның мүшесі», «1999 жылғы 2 сәуірде». Libraries exist for single words
(qazaq-inflector) and for numbers (qazaqify), but none for names: they decline every
word of a title, do not know possessed heads, and glue suffixes to acronyms.

So the work is split by what has to be heard. `sounds` hears a word as it is spoken:
back or front, and what it ends in. `suffixes` asks qazaq-inflector for the suffix that
fits such sounds. `numerals` and `acronyms` say how digits and letters are read aloud.
`names` puts them together for whole names. `dates` has the few fixed shapes in which
dates stand in questions, `foreign_dates` the same in Russian and English, and
`typed_dates` reads back what a learner types.

The rules are those of the Kazakh spelling rules («Қазақ тілі емлесінің негізгі
ережелері»), cited by their paragraph (§) where one of them decides. Words that no rule
reaches are overrides, stored with the name they belong to, never in this package.
"""
