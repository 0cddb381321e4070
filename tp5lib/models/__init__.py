"""The models that a user trains, and the training itself.

`base` is what all models share, `fitting` what every ``fit`` does, `training` the loop, `tasks`
what it is given and gives, `executors` the processes it runs in, `history` what it leaves,
`weights` the files, `snapshots` the weights by epoch. A new kind of model goes beside
`autoencoder`.
"""
