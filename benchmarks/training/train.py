"""Train encoder and reader from a prepared file: ``python -m benchmarks.training.train``.

Needs torch and numpy only, so that it runs on a machine with a GPU that has nothing else of the
project installed.
"""

from __future__ import annotations

import argparse
import gc
import gzip
import json
import pickle
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch

from .batches import Pool
from .encoder_training import train_encoder
from .measure import encoder_scores, reader_scores
from .reader_tasks import Vectors
from .reader_training import train_reader

READERS = {
    "12": list(range(12)),
    "9": [0, 1, 2, 3, 4, 5, 6, 8, 10],
    "8": [0, 1, 2, 3, 6, 8, 10, 11],
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("prepared", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--steps", type=int, default=2400)
    parser.add_argument("--epochs", type=float, default=4)
    parser.add_argument("--public", type=int, default=5000)
    parser.add_argument("--readers", default="12")
    parser.add_argument("--share", type=float, default=1.0, help="of the bank's reports")
    parser.add_argument("--encoder-seconds", type=float, default=1e9, help="at most")
    parser.add_argument("--reader-seconds", type=float, default=1e9, help="each, at most")
    parser.add_argument("--rate", type=float, default=6e-5)
    parser.add_argument("--encoder", type=Path, help="a trained encoder to go on from")
    parser.add_argument("--reader", type=Path, help="a trained reader to go on from")
    parser.add_argument("--reader-rate", type=float, default=1e-4)
    parser.add_argument("--reader-layers-from", type=int, default=0, help="which are tuned")
    parser.add_argument("--tasks", type=int, default=24, help="questions of a reader's step")
    parser.add_argument("--measure", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument("--windows", type=int, default=8, help="read for each question")
    parser.add_argument(
        "--reader-from-encoder",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="start the reader's tuned layers from the encoder's",
    )
    parser.add_argument(
        "--mix",
        help="questions of each kind in a reader's step, as lookup=8,fact=1,"
        "other=1,census=2; needs no --tasks and --public",
    )
    parser.add_argument("--state", type=Path, help="of the reader's training, to go on exactly")
    parser.add_argument("--seed", type=int, default=11, help="of the reader's training")
    args = parser.parse_args()
    mix = (
        {
            kind: int(number)
            for kind, _, number in (part.partition("=") for part in args.mix.split(","))
        }
        if args.mix
        else None
    )
    device = "cuda" if torch.cuda.is_available() else "cpu"
    torch.set_float32_matmul_precision("high")
    # cuDNN plans its attention anew for each length, which took half the time of a short run.
    torch.backends.cuda.enable_cudnn_sdp(False)
    data = pickle.loads(gzip.decompress(args.prepared.read_bytes()))  # our own file
    pool = Pool(data, args.share)
    gc.freeze()  # millions of objects that no collection need go through
    args.out.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    begun = dict(np.load(args.encoder)) if args.encoder else None
    encoder = train_encoder(
        pool,
        data["tensors"],
        device,
        args.steps,
        seconds=args.encoder_seconds,
        rate=args.rate,
        start=begun,
    )
    print(f"encoder {time.monotonic() - began:.0f}s", flush=True)
    if args.steps:  # else it is the one given, which may have heads that are fitted afterwards
        save(args.out / "encoder.npz", encoder.arrays())
    vectors = Vectors(encoder, pool, device)
    told: dict[str, Any] = {}
    if args.measure:
        told["encoder"] = encoder_scores(vectors)
        print(json.dumps(told["encoder"], indent=1), f"{time.monotonic() - began:.0f}s", flush=True)
    start = encoder.arrays() if args.reader_from_encoder else None
    for name in args.readers.split(","):
        if not name:
            continue
        began = time.monotonic()
        reader = train_reader(
            vectors,
            data["tensors"],
            device,
            layers=READERS[name],
            tuned_from=args.reader_layers_from,
            size=args.tasks,
            epochs=args.epochs,
            public=args.public,
            seed=args.seed,
            seconds=args.reader_seconds,
            start=start,
            rate=args.reader_rate,
            count=args.windows,
            mix=mix,
            state=args.state,
            begun=dict(np.load(args.reader)) if args.reader else None,
            save=lambda net, name=name: save(args.out / f"reader-{name}.npz", net.arrays()),
        )
        print(f"{name}: trained {time.monotonic() - began:.0f}s", flush=True)
        save(args.out / f"reader-{name}.npz", reader.arrays())
        if args.measure:
            told[f"reader {name}"] = reader_scores(reader, vectors, pool, device)
            print(
                name,
                json.dumps(told[f"reader {name}"], indent=1),
                f"{time.monotonic() - began:.0f}s",
                flush=True,
            )
    (args.out / "scores.json").write_text(json.dumps(told, indent=1))


def save(path: Path, arrays: dict[str, Any]) -> None:
    np.savez(path, **arrays)


if __name__ == "__main__":
    main()
