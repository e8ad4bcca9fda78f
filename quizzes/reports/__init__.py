"""Who does what just now, and who knows what.

Reports read what attempts have stored and write nothing of their own. What a teacher
does on these pages, such as giving more time, are verbs of the rooms below.
"""
