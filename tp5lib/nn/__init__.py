"""The parts of a network: layers, activations, losses, objectives, optimizers, schedules.

They work in place on buffers of shape (seeds, ...), and know nothing of models, files or data.
A new loss, activation, optimizer or schedule goes into the module of that name.
"""
