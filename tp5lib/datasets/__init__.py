"""Small images with names, where they come from, and the noise put on them.

A reader of another kind of file goes into `readers`, a noise into `noise`; a data set of the
project gets a module of its own.
"""
