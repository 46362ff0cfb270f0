"""A charge point written with the PyPI package `ocpp` (OCPP 2.0.1): boot, card, session, remote start and stop, reset."""

import asyncio
import sys
from datetime import datetime, timezone

import websockets
from ocpp.routing import after, on
from ocpp.v201 import ChargePoint, call, call_result
from ocpp.v201.enums import Action

CARD = {"id_token": "04A1B2C3", "type": "ISO14443"}


def say(word):
    print(word, flush=True)


def now():
    return datetime.now(timezone.utc).isoformat()


def values(meter, at, context):
    sampled = [
        {
            "value": float(meter),
            "context": context,
            "measurand": "Energy.Active.Import.Register",
            "unit_of_measure": {"unit": "Wh"},
        },
        {"value": 10.9, "measurand": "Power.Active.Import", "unit_of_measure": {"unit": "kW"}},
    ]
    return [{"timestamp": at, "sampled_value": sampled}]


class Point(ChargePoint):
    def __init__(self, *args):
        super().__init__(*args)
        self.orders = asyncio.Queue()

    @on(Action.request_start_transaction)
    def remote_start(self, id_token, remote_start_id, **_):
        self.orders.put_nowait(("start", (id_token, remote_start_id)))
        return call_result.RequestStartTransaction(status="Accepted")

    @on(Action.request_stop_transaction)
    def remote_stop(self, transaction_id, **_):
        self.orders.put_nowait(("stop", transaction_id))
        return call_result.RequestStopTransaction(status="Accepted")

    @on(Action.reset)
    def reset(self, type, **_):
        return call_result.Reset(status="Accepted")

    @after(Action.reset)
    def restart(self, type, **_):
        self.orders.put_nowait(("reset", type))

    async def boot(self):
        station = {"vendor_name": "Mobility", "model": "Python"}
        answer = await self.call(call.BootNotification(charging_station=station, reason="PowerUp"))
        assert answer.status == "Accepted", answer
        await self.call(
            call.StatusNotification(timestamp=now(), connector_status="Available", evse_id=1, connector_id=1)
        )
        say("booted")

    async def event(self, kind, number, at, trigger, info, meter, **more):
        context = {"Started": "Transaction.Begin", "Ended": "Transaction.End"}.get(kind, "Sample.Periodic")
        return await self.call(
            call.TransactionEvent(
                event_type=kind,
                timestamp=at,
                trigger_reason=trigger,
                seq_no=number,
                transaction_info=info,
                meter_value=values(meter, at, context),
                **more,
            )
        )


async def day(point):
    await point.boot()
    answer = await point.call(call.Authorize(id_token=CARD))
    assert answer.id_token_info["status"] == "Accepted", answer
    say("authorized")
    where = {"id": 1, "connector_id": 1}
    info = {"transaction_id": "py-1"}
    answer = await point.event(
        "Started", 0, "2026-01-05T10:00:00Z", "Authorized", info, 1020400, evse=where, id_token=CARD
    )
    assert answer.id_token_info["status"] == "Accepted", answer
    await point.event("Updated", 1, "2026-01-05T10:45:00Z", "MeterValuePeriodic", info, 1028000)
    ended = {"transaction_id": "py-1", "stopped_reason": "EVDisconnected"}
    await point.event("Ended", 2, "2026-01-05T11:30:00Z", "EVDeparted", ended, 1035285)
    say("session over")
    kind, (card, remote) = await point.orders.get()
    assert kind == "start"
    info = {"transaction_id": "py-2", "remote_start_id": remote}
    await point.event("Started", 0, now(), "RemoteStart", info, 1035285, evse=where, id_token=card)
    say("remote start")
    kind, ordered = await point.orders.get()
    assert (kind, ordered) == ("stop", "py-2")
    ended = {"transaction_id": "py-2", "stopped_reason": "Remote"}
    await point.event("Ended", 1, now(), "RemoteStop", ended, 1036285)
    say("remote stop")
    kind, how = await point.orders.get()
    assert (kind, how) == ("reset", "Immediate")
    say("reset")


async def connected(url, work):
    async with websockets.connect(url, subprotocols=["ocpp2.0.1"]) as socket:
        point = Point("PY-1", socket)
        hearing = asyncio.create_task(point.start())
        await work(point)
        hearing.cancel()


async def main(url):
    await connected(url, day)
    await connected(url, Point.boot)


asyncio.run(main(sys.argv[1]))
