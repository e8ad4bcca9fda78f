"""Memory: what each learner knows of each fact, and when it will be forgotten.

Every answer is evidence of one fact or several. Its mark becomes a grade (`grading`),
the grade moves the fact's state on (`forgetting`, a thin door to the `fsrs` package),
and the state is stored in the transaction of the answer (`remembering`). From the
states come mastery (`mastery`) and what to practise next (`choosing`, and `practice`
for the database). All but `models`, `remembering` and `practice` is pure.

States are no record: they can be made anew from the stored answers at any time.
"""
