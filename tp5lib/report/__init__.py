"""The notebooks as a report: executed in place, their figures, and what the README shows of them.

python -m tp5lib.report [NOTEBOOK ...]
"""
