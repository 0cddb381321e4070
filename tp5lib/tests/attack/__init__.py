"""The attack: files that harm, and processes that are killed or interrupted at any moment.

Its tests are a part of all the others, where they draw the same each time;
``python -m tp5lib.tests.attack`` runs them again and again with fresh seeds.
"""
