"""The models that a user trains, and the run itself.

`base` is what all models share, ``fit`` and the files included; `training` is a run, `executors`
sends parts of it elsewhere, `history` is what it leaves, and `snapshots` are the weights by epoch.
A new kind of model goes beside `autoencoder`.
"""
