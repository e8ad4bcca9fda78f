"""Reports: what the marks of many say of learners, quizzes and items.

`statistics` reckons and `advice` judges the figures; both are pure.
"""
