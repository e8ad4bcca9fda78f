"""A class to look at before one has one's own: a teacher, pupils, ten weeks of work."""
