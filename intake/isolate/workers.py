"""Worker processes that read what strangers sent: limited in time and memory; a dead one is a normal answer (field-notes 9.1)."""

from __future__ import annotations

import gc
import os
import pickle
import resource
import sys
import threading
import warnings
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, TimeoutError
from contextlib import contextmanager
from multiprocessing.context import ForkServerContext, ForkServerProcess, SpawnContext, SpawnProcess
from typing import Any, ParamSpec, Self, TypeVar

from pebble import ProcessExpired, ProcessPool

from intake.isolate.crash_points import crash_point
from intake.isolate.give_back import give_back_beyond, keep_for_the_next
from intake.isolate.walls import OutOfTime, limited
from intake.model.problems import Problem

Given = ParamSpec("Given")
Answer = TypeVar("Answer")
UNABLE = "the processes that read mail cannot be started"
NICE = 5  # fetching, which must never wait, comes first where cores are few
PATIENCE = 6  # times its processor time that a job may take on the wall clock, where others use the processors as well
_HIDING = threading.Lock()
TASKS = 1000  # jobs before a worker is replaced: what leaks, leaks no further


class WorkerError(Exception):
    """Say that a job did not end by itself: `reason` is time, memory, depth or crashed."""

    def __init__(self, reason: Problem) -> None:
        super().__init__(reason)
        self.reason = reason


class WorkersUnable(Exception):  # noqa: N818 - told to a person as it stands
    """Say that no worker can be started: the machine's fault, or a program half updated; no mail is to blame."""


class Workers:
    """Runs functions in processes of their own, started at the first job, for any number of threads; a context manager."""

    def __init__(self, count: int, memory: int, preload: Sequence[str]) -> None:
        """Remember how many, the bytes of memory each may have, and the modules they share; where they share none, each is new."""
        self._count, self._memory, self._preload = count, memory, list(preload)
        self._pool: Any = None
        self._starting = threading.Lock()
        self._stopped = False
        self._open: set[Any] = set()  # futures that somebody waits for

    def run(self, seconds: float, function: Callable[Given, Answer], *args: Given.args, **named: Given.kwargs) -> Answer:
        """Return what the function returns, or raise what it raises; raises WorkerError when it did not end by itself."""
        answer: Answer = self.result(self.start(seconds, function, *args, **named))
        return answer

    def start(self, seconds: float, function: Callable[Given, Answer], *args: Given.args, **named: Given.kwargs) -> Any:
        """Start a job and return its future, for result(); `seconds` are of processor time, the wall clock ends it much later."""
        with self._starting:
            if self._stopped:
                raise WorkersUnable("the processes that read mail were ended")
            if self._pool is None:
                self._pool = self._new_pool()
            try:
                if not self._pool.active:
                    self._pool = None  # who comes next tries with new ones
                    raise WorkersUnable(UNABLE)
                future = self._pool.schedule(_begin, args=(seconds, function, *args), kwargs=named, timeout=seconds * PATIENCE)
            except (BrokenExecutor, RuntimeError) as error:
                raise WorkersUnable(UNABLE) from error
            except OSError as error:  # where /dev/shm is not there, or not ours to write, processes have no locks
                self._pool = None
                raise WorkersUnable(f"{UNABLE} ({error.strerror}; /dev/shm must be there, with mode 1777)") from error
            self._open.add(future)
        future.add_done_callback(self._open.discard)
        return future

    def _new_pool(self) -> Any:
        """Return processes to be: by forkserver, so that they share the imports but not our threads, files or locks.

        Where there is nothing to share they are spawned: a forkserver is one for the whole program, and begins with the first's imports.
        """
        context: _ForkContext | _NewContext = _ForkContext() if self._preload else _NewContext()
        if self._preload:
            context.set_forkserver_preload(self._preload)
        return ProcessPool(
            max_workers=self._count, max_tasks=TASKS, initializer=_make_ready, initargs=(self._memory,), context=context
        )

    def result(self, future: Any) -> Any:
        """Wait for a job; raises as run() does."""
        try:
            return future.result()
        except TimeoutError as error:
            raise WorkerError(Problem.TIME) from error
        except MemoryError as error:
            raise WorkerError(Problem.MEMORY) from error
        except RecursionError as error:
            raise WorkerError(Problem.DEPTH) from error
        except BrokenExecutor as error:
            raise WorkersUnable(UNABLE) from error
        except (ProcessExpired, CancelledError) as error:
            raise WorkerError(Problem.CRASHED) from error

    def stop(self) -> None:
        """End the processes; whoever still waits for a job is told that it crashed."""
        with self._starting:
            self._stopped = True
            for future in list(self._open):
                future.cancel()
            if self._pool is not None:
                self._pool.stop()
                self._pool.join()

    def renew(self) -> None:
        """Take jobs again after stop(), in new processes."""
        with self._starting:
            self._stopped, self._pool = False, None

    def __enter__(self) -> Self:
        """Return the workers."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the processes."""
        self.stop()


class _Forked(ForkServerProcess):
    """A process that does not run the program's first file again: what it needs is imported before it is forked."""

    @staticmethod
    def _Popen(process_obj: Any) -> Any:  # noqa: N802 - the standard library's name
        with _first_file_unseen():
            return ForkServerProcess._Popen(process_obj)


class _New(SpawnProcess):
    """A new process that does not run the program's first file either."""

    @staticmethod
    def _Popen(process_obj: Any) -> Any:  # noqa: N802 - the standard library's name
        with _first_file_unseen():
            return SpawnProcess._Popen(process_obj)


class _ForkContext(ForkServerContext):
    Process = _Forked


class _NewContext(SpawnContext):
    Process = _New


@contextmanager
def _first_file_unseen() -> Iterator[None]:
    """Hide the program's first file from multiprocessing, which has each new process run it (0.1 to 0.3 s of processor time)."""
    main = sys.modules["__main__"]
    with _HIDING:
        spec, file = main.__spec__, main.__dict__.pop("__file__", None)
        main.__spec__ = None
        try:
            yield
        finally:
            main.__spec__ = spec
            if file is not None:
                main.__file__ = file


def _begin(seconds: float, function: Callable[..., Answer], *args: Any, **named: Any) -> Answer:
    """Run the job, in the worker; a test may end the worker here."""
    crash_point("worker.begun")
    try:
        with limited(seconds):
            return function(*args, **named)
    except OutOfTime:
        raise TimeoutError from None
    except (Exception, SystemExit) as error:
        if _travels(error) and isinstance(error, Exception):
            raise
        raise RuntimeError(f"{type(error).__name__}: {error}") from None
    finally:
        give_back_beyond()


def _travels(error: BaseException) -> bool:
    """Tell whether an exception comes out of the worker as it is: one that cannot be unpickled would break the pool."""
    try:
        return type(pickle.loads(pickle.dumps(error))) is type(error)  # noqa: S301 - our own bytes
    except (TypeError, AttributeError, ValueError, pickle.PicklingError, pickle.UnpicklingError, ImportError):
        return False


def _make_ready(memory: int) -> None:
    """Make a worker ready before it opens anything: behind other programs, silent, and with an end to its memory."""
    os.nice(NICE)
    warnings.simplefilter(
        "ignore"
    )  # what a decoder thinks of a file is a finding or nothing, never a line on an operator's screen
    keep_for_the_next()
    gc.freeze()  # what it shares with the others is no garbage: collecting after each job then costs next to nothing
    _limit_memory(memory)


def _limit_memory(memory: int) -> None:
    """Limit a worker's memory, softly only: a converter that it starts has limits of its own. Where it dies it leaves no core."""
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (memory, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
