"""How many visitors there is room for, and when the kernel of one who left is freed."""

import asyncio
import sys
import time

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from tornado.ioloop import PeriodicCallback
from tornado.web import HTTPError
from traitlets import Float, Integer


class Kernels(KernelSpecManager):
    """Knows one kernel: this Python, with its memory limited, whatever a notebook names."""

    megabytes = Integer(config=True)

    def get_kernel_spec(self, kernel_name):
        # -P: nothing is imported from the folder that the notebook happens to lie in.
        start = [sys.executable, "-P", "-m", "tp5lib.page.kernel", str(self.megabytes)]
        return KernelSpec(
            argv=[*start, "-f", "{connection_file}", "--log-level=ERROR"],
            display_name="Python 3",
            language="python",
            env={"OPENBLAS_NUM_THREADS": "1"},  # the visitors share the cores
        )

    def get_all_specs(self):
        spec = self.get_kernel_spec("python3")
        return {"python3": {"resource_dir": "", "spec": spec.to_dict()}}


class Room(AsyncMappingKernelManager):
    """A kernel for each visitor, as far as there is room, for as long as the page is open.

    Pages tell that they are open through `handlers.Alive`. What the kernel does counts for
    nothing: one that goes on training while nobody looks is freed like any other.
    """

    most = Integer(config=True, help="how many kernels there may be at once")
    patience = Float(config=True, help="seconds that a kernel whose page is gone is kept")
    opening = Float(config=True, help="seconds that a page may take to open")

    def __init__(self, **traits):
        super().__init__(**traits)
        self._coming = 0  # kernels that are being started
        self._pages = {}  # how many pages each kernel has
        self._until = {}  # when each kernel without a page is freed
        self._leaving = set()
        self._round = PeriodicCallback(self.free, 2000)

    async def start_kernel(self, **settings):
        """Start a kernel; HTTPError 503 where there is no room."""
        tries = 3  # who reloads the page finds room, once the old page has said that it goes
        while self._coming + len(self) >= self.most:
            if not tries:
                raise HTTPError(503, "the room is full")
            tries -= 1
            await asyncio.sleep(0.2)
            await self.free(at_once=True)
        self._coming += 1
        try:
            kernel_id = await super().start_kernel(**settings)
        finally:
            self._coming -= 1
        self._until[kernel_id] = time.monotonic() + self.opening
        if not self._round.is_running():
            self._round.start()
        return kernel_id

    def enter(self, kernel_id):
        """Note that a page of this kernel is open."""
        self._pages[kernel_id] = self._pages.get(kernel_id, 0) + 1
        self._until.pop(kernel_id, None)

    def leave(self, kernel_id):
        """Note that a page of this kernel is closed."""
        self._pages[kernel_id] -= 1
        if not self._pages[kernel_id]:
            del self._pages[kernel_id]
            self._until[kernel_id] = time.monotonic() + self.patience

    async def free(self, at_once=False):
        """Shut down the kernels that are dead, or whose page is gone.

        Parameters
        ----------
        at_once : bool
            Whether to have no patience with those whose page was open and is gone.
        """
        now = time.monotonic() + (self.patience if at_once else 0)
        for kernel_id in set(self.list_kernel_ids()) - self._leaving:
            gone = kernel_id in self._until and now >= self._until[kernel_id]
            if gone or not await self.is_alive(kernel_id):
                await self._shut(kernel_id)

    async def _shut(self, kernel_id):
        if kernel_id in self._leaving or kernel_id not in self:
            return
        self._leaving.add(kernel_id)
        try:
            await self.shutdown_kernel(kernel_id, now=True)
        finally:
            self._leaving.discard(kernel_id)
            self._until.pop(kernel_id, None)
