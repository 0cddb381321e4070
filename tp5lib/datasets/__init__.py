"""Small images with names (`patterns`), where they come from, and the noise put on them.

A reader of another kind of file goes into `readers`, its bytes being read by `files`, a noise
into `noise`; a data set of the project gets a module of its own, as `letters` and `emojis`.

A file that is missing, too large, damaged or of another form is a ValueError that names it; one
that is missing is a FileNotFoundError as well.
"""
