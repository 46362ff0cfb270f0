"""A charge point written with the PyPI package `ocpp` (OCPP 2.0.1) that updates itself and sends its log."""

import asyncio
import sys

import websockets
from ocpp.routing import after, on
from ocpp.v201 import ChargePoint, call, call_result
from ocpp.v201.enums import Action

import transfer

LOG = b"a line of a log\n" * 50_000


def say(word):
    print(word, flush=True)


class Point(ChargePoint):
    def __init__(self, *args):
        super().__init__(*args)
        self.orders = asyncio.Queue()

    @on(Action.update_firmware)
    def update(self, request_id, firmware, **_):
        return call_result.UpdateFirmware(status="Accepted")

    @after(Action.update_firmware)
    def begin_update(self, request_id, firmware, **_):
        self.orders.put_nowait((request_id, firmware["location"]))

    @on(Action.get_log)
    def log(self, log, log_type, request_id, **_):
        assert log_type == "DiagnosticsLog", log_type
        return call_result.GetLog(status="Accepted", filename="diagnostics.log")

    @after(Action.get_log)
    def begin_log(self, log, log_type, request_id, **_):
        self.orders.put_nowait((request_id, log["remote_location"]))

    async def boot(self, version, reason):
        station = {"vendor_name": "Mobility", "model": "Python", "firmware_version": version}
        answer = await self.call(call.BootNotification(charging_station=station, reason=reason))
        assert answer.status == "Accepted", answer

    async def firmware(self, request, status):
        await self.call(call.FirmwareStatusNotification(status=status, request_id=request))

    async def logs(self, request, status):
        await self.call(call.LogStatusNotification(status=status, request_id=request))


async def update(point):
    await point.boot("1.0.0", "PowerUp")
    say("booted")
    point.request, location = await point.orders.get()
    await point.firmware(point.request, "Downloading")
    say(await asyncio.to_thread(transfer.fetch, location))
    for status in ("Downloaded", "Installing", "InstallRebooting"):
        await point.firmware(point.request, status)
    return point.request


async def send(point, request):
    await point.boot("2.4.0", "FirmwareUpdate")
    await point.firmware(request, "Installed")
    say("updated")
    request, location = await point.orders.get()
    await point.logs(request, "Uploading")
    await asyncio.to_thread(transfer.send, location, "diagnostics.log", LOG)
    await point.logs(request, "Uploaded")
    say("sent")


async def connected(url, work):
    async with websockets.connect(url, subprotocols=["ocpp2.0.1"]) as socket:
        point = Point("PY-1", socket)
        hearing = asyncio.create_task(point.start())
        done = await work(point)
        hearing.cancel()
        return done


async def main(url):
    request = await connected(url, update)
    await connected(url, lambda point: send(point, request))


asyncio.run(main(sys.argv[1]))
