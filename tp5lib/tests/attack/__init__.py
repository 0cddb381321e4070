"""The attack: ``python -m tp5lib.tests.attack`` damages, kills, interrupts and races.

Each kind of harm runs in processes of its own, whose time and memory are bounded, and gives a
row of a table: what was tried, and what went wrong, which must be nothing.
"""
