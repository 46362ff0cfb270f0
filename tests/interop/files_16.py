"""A charge point written with the PyPI package `ocpp` (OCPP 1.6) that updates itself and sends its diagnostics."""

import asyncio
import sys

import websockets
from ocpp.routing import after, on
from ocpp.v16 import ChargePoint, call, call_result
from ocpp.v16.enums import Action, RegistrationStatus

import transfer

LOG = b"a line of a log\n" * 50_000


def say(word):
    print(word, flush=True)


class Point(ChargePoint):
    def __init__(self, *args):
        super().__init__(*args)
        self.orders = asyncio.Queue()

    @on(Action.update_firmware)
    def update(self, location, **_):
        return call_result.UpdateFirmware()

    @after(Action.update_firmware)
    def begin_update(self, location, **_):
        self.orders.put_nowait(location)

    @on(Action.get_diagnostics)
    def log(self, location, **_):
        return call_result.GetDiagnostics(file_name="diagnostics.log")

    @after(Action.get_diagnostics)
    def begin_log(self, location, **_):
        self.orders.put_nowait(location)

    async def boot(self, version):
        boot = call.BootNotification("Python", "Mobility", firmware_version=version)
        answer = await self.call(boot)
        assert answer.status == RegistrationStatus.accepted, answer

    async def firmware(self, status):
        await self.call(call.FirmwareStatusNotification(status=status))

    async def diagnostics(self, status):
        await self.call(call.DiagnosticsStatusNotification(status=status))


async def update(point):
    await point.boot("1.0.0")
    say("booted")
    location = await point.orders.get()
    await point.firmware("Downloading")
    say(await asyncio.to_thread(transfer.fetch, location))
    await point.firmware("Downloaded")
    await point.firmware("Installing")


async def send(point):
    await point.boot("2.4.0")
    await point.firmware("Installed")
    say("updated")
    location = await point.orders.get()
    await point.diagnostics("Uploading")
    await asyncio.to_thread(transfer.send, location, "diagnostics.log", LOG)
    await point.diagnostics("Uploaded")
    say("sent")


async def connected(url, work):
    async with websockets.connect(url, subprotocols=["ocpp1.6"]) as socket:
        point = Point("PY-1", socket)
        hearing = asyncio.create_task(point.start())
        await work(point)
        hearing.cancel()


async def main(url):
    await connected(url, update)
    await connected(url, send)


asyncio.run(main(sys.argv[1]))
