"""Who learns together, and what they are given to do.

A classroom is a teacher's group of learners; they come in by its join code or by cards.
An assignment gives them a quiz with dates. What the learners did with it is not known
here: attempts know their assignment, never the other way round.
"""
