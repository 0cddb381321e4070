"""What is measured on images, codes and runs.

Nothing here trains or draws. A measure goes to what it is about: reconstructions (`metrics`,
with `pca` and `baselines` as their yardsticks), `denoising`, new images (`generation`), codes
(`latent`, `collapse`), `outliers`; how runs are compared to `statistics`, how results are shown
to `tables`.
"""
