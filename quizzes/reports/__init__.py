"""Who does what just now, and what the marks of many say.

Reports read what attempts have stored and write nothing of their own. What a teacher
does on these pages, such as giving more time, are verbs of the rooms below.
`statistics` reckons and `advice` judges the figures; both are pure. Whatever stands in
a table is made as one object (`tables`), from which page and files are written.
"""
