"""A charge point written with the PyPI package `ocpp` (OCPP 1.6): boot, card, session, remote start and stop, reset."""

import asyncio
import sys
from datetime import datetime, timezone

import websockets
from ocpp.routing import after, on
from ocpp.v16 import ChargePoint, call, call_result
from ocpp.v16.enums import Action, RegistrationStatus

CARD = "04A1B2C3"


def say(word):
    print(word, flush=True)


def now():
    return datetime.now(timezone.utc).isoformat()


class Point(ChargePoint):
    def __init__(self, *args):
        super().__init__(*args)
        self.orders = asyncio.Queue()

    @on(Action.remote_start_transaction)
    def remote_start(self, id_tag, connector_id=None, **_):
        self.orders.put_nowait(("start", id_tag))
        return call_result.RemoteStartTransaction(status="Accepted")

    @on(Action.remote_stop_transaction)
    def remote_stop(self, transaction_id):
        self.orders.put_nowait(("stop", transaction_id))
        return call_result.RemoteStopTransaction(status="Accepted")

    @on(Action.reset)
    def reset(self, type):
        return call_result.Reset(status="Accepted")

    @after(Action.reset)
    def restart(self, type):
        self.orders.put_nowait(("reset", type))

    async def boot(self):
        answer = await self.call(call.BootNotification(charge_point_vendor="Mobility", charge_point_model="Python"))
        assert answer.status == RegistrationStatus.accepted, answer
        await self.call(call.StatusNotification(connector_id=1, error_code="NoError", status="Available"))
        say("booted")

    async def begin(self, card, meter, at):
        answer = await self.call(call.StartTransaction(connector_id=1, id_tag=card, meter_start=meter, timestamp=at))
        assert answer.id_tag_info["status"] == "Accepted", answer
        return answer.transaction_id

    async def read(self, transaction, meter, at):
        sampled = [
            {"value": str(meter), "measurand": "Energy.Active.Import.Register", "unit": "Wh"},
            {"value": "10.9", "measurand": "Power.Active.Import", "unit": "kW"},
        ]
        values = [{"timestamp": at, "sampled_value": sampled}]
        await self.call(call.MeterValues(connector_id=1, transaction_id=transaction, meter_value=values))

    async def end(self, transaction, meter, at, reason):
        await self.call(
            call.StopTransaction(transaction_id=transaction, meter_stop=meter, timestamp=at, reason=reason)
        )


async def day(point):
    await point.boot()
    answer = await point.call(call.Authorize(id_tag=CARD))
    assert answer.id_tag_info["status"] == "Accepted", answer
    say("authorized")
    transaction = await point.begin(CARD, 1020400, "2026-01-05T10:00:00Z")
    await point.read(transaction, 1028000, "2026-01-05T10:45:00Z")
    await point.end(transaction, 1035285, "2026-01-05T11:30:00Z", "EVDisconnected")
    say("session over")
    kind, card = await point.orders.get()
    assert kind == "start"
    transaction = await point.begin(card, 1035285, now())
    say("remote start")
    kind, ordered = await point.orders.get()
    assert (kind, ordered) == ("stop", transaction)
    await point.end(transaction, 1036285, now(), "Remote")
    say("remote stop")
    kind, how = await point.orders.get()
    assert (kind, how) == ("reset", "Hard")
    say("reset")


async def connected(url, work):
    async with websockets.connect(url, subprotocols=["ocpp1.6"]) as socket:
        point = Point("PY-1", socket)
        hearing = asyncio.create_task(point.start())
        await work(point)
        hearing.cancel()


async def main(url):
    await connected(url, day)
    await connected(url, Point.boot)


asyncio.run(main(sys.argv[1]))
