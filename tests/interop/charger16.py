"""A charge point of OCPP 1.6 written with the package `ocpp`, which is not ours. Tells what it did as JSON lines."""

import asyncio
import json
import sys
from datetime import datetime, timedelta, timezone

import websockets
from ocpp.routing import after, on
from ocpp.v16 import ChargePoint, call, call_result
from ocpp.v16.enums import (
    AuthorizationStatus,
    ChargePointErrorCode,
    ChargePointStatus,
    RegistrationStatus,
    RemoteStartStopStatus,
    ResetStatus,
)


def tell(**what):
    print(json.dumps(what), flush=True)


def iso(moment):
    return moment.isoformat().replace("+00:00", "Z")


class Charger(ChargePoint):
    """One connector, one car."""

    def __init__(self, *args):
        super().__init__(*args)
        self.transaction = None
        self.meter = 5000
        self.over = asyncio.Event()

    async def boot(self):
        answer = await self.call(
            call.BootNotification(charge_point_model="Interop 16", charge_point_vendor="PyPI ocpp")
        )
        assert answer.status == RegistrationStatus.accepted, answer
        assert datetime.fromisoformat(answer.current_time.replace("Z", "+00:00")).tzinfo
        await self.call(call.Heartbeat())
        await self.status(ChargePointStatus.available)

    async def status(self, status):
        await self.call(
            call.StatusNotification(connector_id=1, error_code=ChargePointErrorCode.no_error, status=status)
        )

    async def begin(self, tag, at):
        answer = await self.call(
            call.StartTransaction(connector_id=1, id_tag=tag, meter_start=self.meter, timestamp=iso(at))
        )
        assert answer.id_tag_info["status"] == AuthorizationStatus.accepted, answer
        self.transaction = answer.transaction_id
        await self.status(ChargePointStatus.charging)

    async def measure(self, at):
        self.meter += 750
        sampled = [
            {"value": f"{self.meter / 1000:.3f}", "unit": "kWh", "measurand": "Energy.Active.Import.Register"},
            {"value": "11040.5", "unit": "W", "measurand": "Power.Active.Import"},
        ]
        value = [{"timestamp": iso(at), "sampled_value": sampled}]
        await self.call(call.MeterValues(connector_id=1, transaction_id=self.transaction, meter_value=value))

    async def end(self, at, reason):
        await self.call(
            call.StopTransaction(
                meter_stop=self.meter, timestamp=iso(at), transaction_id=self.transaction, reason=reason
            )
        )
        await self.status(ChargePointStatus.available)

    @on("RemoteStartTransaction")
    def remote_start(self, id_tag, **_):
        return call_result.RemoteStartTransaction(status=RemoteStartStopStatus.accepted)

    @after("RemoteStartTransaction")
    async def started(self, id_tag, **_):
        await self.begin(id_tag, datetime.now(timezone.utc))
        await self.measure(datetime.now(timezone.utc))
        tell(did="remote start", transaction=self.transaction)

    @on("RemoteStopTransaction")
    def remote_stop(self, transaction_id):
        right = transaction_id == self.transaction
        status = RemoteStartStopStatus.accepted if right else RemoteStartStopStatus.rejected
        return call_result.RemoteStopTransaction(status=status)

    @after("RemoteStopTransaction")
    async def stopped(self, transaction_id):
        await self.end(datetime.now(timezone.utc), "Remote")
        tell(did="remote stop", transaction=transaction_id)

    @on("Reset")
    def reset(self, type):
        return call_result.Reset(status=ResetStatus.accepted)

    @after("Reset")
    async def restarted(self, type):
        await self.boot()
        tell(did="reset", type=type)
        self.over.set()


async def main(url):
    async with websockets.connect(url, subprotocols=["ocpp1.6"]) as socket:
        charger = Charger("interop", socket)
        listening = asyncio.create_task(charger.start())
        await charger.boot()
        answer = await charger.call(call.Authorize(id_tag="CARD-16"))
        assert answer.id_tag_info["status"] == AuthorizationStatus.accepted, answer
        began = datetime.now(timezone.utc).replace(microsecond=0) - timedelta(minutes=3)
        await charger.begin("CARD-16", began)
        for minute in (1, 2):
            await charger.measure(began + timedelta(minutes=minute))
        ended = began + timedelta(minutes=3)
        await charger.end(ended, "EVDisconnected")
        tell(did="session", transaction=charger.transaction, began=began.timestamp(), ended=ended.timestamp())
        await charger.over.wait()
        listening.cancel()


asyncio.run(main(sys.argv[1]))
