"""Facts and questions in and out: fixtures that people edit by hand, and sheets.

A file goes three steps: it is parsed into plain rows with their line numbers
(`fixtures`, `sheets`), checked against the vocabulary and the bank (`checking`), and
stored, all of it or nothing (`storing`); a dry run takes the same way and lets go at
the end. Parsing and checking are plain Python: `bank_rows` hands them what the bank
holds as a `World`, by which `sheet_facts` finds the entities that a sheet names. The
way out is `sheet_writing` for sheets and `fixture_writing` for fixtures; what is
exported and imported again changes nothing.

Questions go the same way: `question_files` finds the reader of a format (`gift`,
`aiken`, `moodle_xml`, `question_sheets`, and `old_sheets` for test sheets as found, in
text or in `documents`), `question_checking` and `question_storing` do the rest, and
`question_exports` writes them, and the items of a quiz, for other programs.

Whatever is wrong with a file is a `faults.Fault` with a line, a field and a code; only
`fault_words` puts it into a language.
"""
