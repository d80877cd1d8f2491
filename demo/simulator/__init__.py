"""A simulator of data platforms: the families of portals, and everything they do wrong.

    python -m demo.simulator --port 5055

In a test::

    with Simulator() as sim:
        sim.control("M", status={"code": 503, "times": 2})
        harvest(sim.url("M"))
        assert len(sim.requests("M")) == 14
"""

from demo.simulator.server import Simulator

__all__ = ["Simulator"]
