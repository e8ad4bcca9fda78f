"""Benchmarks: how fast the site is, beside a floor measured in the same run.

Machines differ and are shared, so a number alone says little. Answers are therefore
compared with a bare view behind the same server, taken by turns with it; starts in a
large bank with starts in a small one, by turns as well. What has a target is printed
with it.

    python -m tests.benchmarks [--quick] [--only answers,previews]
                               [--database sqlite|postgres]

`answers` starts a server and learners on real sockets, `starts` draws from banks of up
to 100,000 facts, `previews` proves typed facts in a bank of 10,000, `core` makes items
without a database, `visit` loads a page as a browser does. All servers and databases
live in a temporary folder and end with the run.
"""
