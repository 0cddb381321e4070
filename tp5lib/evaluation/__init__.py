"""What is measured on images, codes and runs.

Nothing here trains or draws. A measure goes to what it is about: reconstructions (`metrics`,
with `pca` and `baselines` as their yardsticks), `denoising`, new images (`generation`), codes
(`latent`, `collapse`), `outliers`; how runs are compared to `statistics`, how results are shown
to `tables`.

What is not as a docstring says is a TypeError or a ValueError that names the argument. Numbers
must be finite, and those of images at most 1e100 in size.
"""
