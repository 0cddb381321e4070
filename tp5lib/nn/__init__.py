"""The parts of a network: layers, losses, objectives, optimizers, schedules.

They work in place on buffers of shape (seeds, ...), and know nothing of models, files or data.
A new activation, loss, optimizer or schedule goes into the module of that name.
"""
