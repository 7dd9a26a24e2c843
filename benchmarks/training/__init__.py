"""Training of the models that PolicyQA ships: from the question bank to the files in the package.

``python -m benchmarks.train_models --help`` runs it; docs/models/ tells what came of it.
"""
