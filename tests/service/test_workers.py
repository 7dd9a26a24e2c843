from __future__ import annotations

import asyncio
import threading

import pytest

from indexer.service.workers import Busy, Deadline, TimeLimit, Workers


def test_a_job_runs_in_a_thread_of_the_pool() -> None:
    workers = Workers()
    name = asyncio.run(workers.run(lambda _: threading.current_thread().name))
    assert name.startswith("policyqa-work")


def test_more_than_the_queue_holds_is_refused_and_room_comes_back() -> None:
    workers, gate = Workers(threads=1, waiting=1), threading.Event()

    async def scenario() -> list[object]:
        held = [asyncio.create_task(workers.run(lambda _: gate.wait(10))) for _ in range(2)]
        await asyncio.sleep(0.05)
        with pytest.raises(Busy):
            await workers.run(lambda _: None)
        gate.set()
        done = list(await asyncio.gather(*held))
        return [*done, await workers.run(lambda _: "room")]

    assert asyncio.run(scenario()) == [True, True, "room"]


def test_a_job_past_the_time_limit_is_reported_and_sees_its_deadline() -> None:
    workers, gate, ended = Workers(seconds=0.1, threads=1), threading.Event(), threading.Event()

    def long_job(deadline: Deadline) -> None:
        gate.wait(10)
        try:
            deadline.check()
        finally:
            ended.set()

    with pytest.raises(TimeLimit, match=r"0\.1 s"):
        asyncio.run(workers.run(long_job))
    gate.set()
    assert ended.wait(5)


def test_an_error_of_the_job_comes_through() -> None:
    def fail(_: Deadline) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        asyncio.run(Workers().run(fail))


def test_closed_workers_take_nothing_more() -> None:
    workers = Workers()
    workers.close()
    with pytest.raises(Busy, match="stopping"):
        asyncio.run(workers.run(lambda _: None))
