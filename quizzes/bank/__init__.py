"""What is known, and what is asked of it.

A space holds sources with their topics, the entities that a text speaks of, and facts:
a subject, a property of the closed vocabulary (`quizzes.items.properties`) and a value.
A fact's whole content has one plain shape, `content.FactContent`; `editing` is the only
way in, and writes it with a version. `conversion` hands facts to the pure `items` room,
`access` says who may read what, `usage` counts how facts fare with learners.

Where no fact fits, a teacher writes a question: `question_content` is its plain shape,
`question_editing` its way in, and `finding_words` says what was found of it.

The models stand in `spaces`, `entities`, `facts`, `history` and `questions`; `models`
gathers them.
"""
