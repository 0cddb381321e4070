"""What is measured on images, codes and runs, and how claims are judged by it.

Nothing here trains or draws. A measure goes to what it is about: reconstructions (`metrics`,
with `pca` and `baselines` as their yardsticks), `denoising`, new images (`generation`), `latent`
codes; how runs are compared to `statistics`, how their figures are told to `figures`, verdicts to
`claims`.
"""
