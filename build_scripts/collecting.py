"""Work without the garbage collector.

In: nothing. Out: a context in which it rests.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the garbage collector: there are no cycles here, and it would go through the edition again and again.

    What was made meanwhile is left out of its later rounds too; it goes when nothing refers to it any more. What earlier
    work has left is collected first, for it would stay for good.
    """
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
