"""How passwords are stored."""

from __future__ import annotations

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    """Argon2id with 19 MiB and two passes (OWASP ASVS 5.0, appendix C).

    Django's own setting takes 100 MiB for each log-in: a class that logs in at nine
    would need more memory than a school's server has.
    """

    time_cost = 2
    memory_cost = 19_456
    parallelism = 1
