"""PolicyQA beside other libraries on the same passages, questions and model: ``python -m
benchmarks.peers``.

``passages`` chooses what is indexed and asked, ``environments`` makes a virtual environment for
each library, ``side`` runs in it and is told by a ``*_side`` module how that library builds, opens
and searches (as its own documentation shows), ``outcome`` scores what came back.
"""
