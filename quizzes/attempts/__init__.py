"""Attempts: one learner's run of a quiz, from the drawing of its items to its result.

Starting an attempt draws items from the bank and freezes them: a snapshot holds an item
exactly as it is shown, a slot holds its place in the attempt with tokens that stand for
the options on the page. From then on nothing that happens in the bank changes what a
learner sees or how an answer is judged. Answers and marks are only ever added; the
newest mark of the newest answer counts, and the sums kept on slot and attempt are
written in the same transaction.

The key never leaves the server before the answer: pages are rendered from the plain
shapes of `showing`, which take the key out of a snapshot only once it may be seen.
"""
