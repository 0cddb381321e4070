"""The models that a user trains, and the training itself.

`base` is what both models share, `training` the loop, `history` what it leaves, `executors`
the processes it runs in, `weights` the files. A new kind of model goes beside `autoencoder`.
"""
