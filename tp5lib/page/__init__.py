"""The explorers as a page: ``python -m tp5lib.page [notebook] [options of Voila]``.

Voila serves ``notebooks/explore.ipynb``, unless another notebook is given, with the settings in
`__main__` and the template in ``jupyter/``, which asks no other host. It prints the address, with
a token without which nobody comes in (``--token=WORD`` chooses it), and is heard on this machine
alone, unless ``--Voila.ip=0.0.0.0`` says otherwise. Each visitor has a kernel, of some 100 MB.
"""
