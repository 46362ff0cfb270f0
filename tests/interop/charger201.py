"""A charging station of OCPP 2.0.1 written with the package `ocpp`, which is not ours. Tells what it did as JSON lines."""

import asyncio
import json
import sys
import uuid
from datetime import datetime, timedelta, timezone

import websockets
from ocpp.routing import after, on
from ocpp.v201 import ChargePoint, call, call_result
from ocpp.v201.datatypes import (
    ChargingStationType,
    EVSEType,
    IdTokenType,
    MeterValueType,
    SampledValueType,
    TransactionType,
    UnitOfMeasureType,
)
from ocpp.v201.enums import (
    AuthorizationStatusEnumType,
    RegistrationStatusEnumType,
    RequestStartStopStatusEnumType,
    ResetStatusEnumType,
)


def tell(**what):
    print(json.dumps(what), flush=True)


def iso(moment):
    return moment.isoformat().replace("+00:00", "Z")


class Charger(ChargePoint):
    """One EVSE with one connector, one car."""

    def __init__(self, *args):
        super().__init__(*args)
        self.transaction = None
        self.number = 0
        self.meter = 5000
        self.over = asyncio.Event()

    async def boot(self, reason):
        station = ChargingStationType(model="Interop 201", vendor_name="PyPI ocpp")
        answer = await self.call(call.BootNotification(charging_station=station, reason=reason))
        assert answer.status == RegistrationStatusEnumType.accepted, answer
        await self.call(call.Heartbeat())
        await self.status("Available")

    async def status(self, status):
        now = iso(datetime.now(timezone.utc))
        await self.call(
            call.StatusNotification(timestamp=now, connector_status=status, evse_id=1, connector_id=1)
        )

    async def event(self, kind, trigger, at, token=None, remote=None, reason=None):
        context = {"Started": "Transaction.Begin", "Ended": "Transaction.End"}.get(kind, "Sample.Periodic")
        register = SampledValueType(
            value=self.meter / 1000,
            measurand="Energy.Active.Import.Register",
            context=context,
            unit_of_measure=UnitOfMeasureType(unit="kWh"),
        )
        power = SampledValueType(value=11.04, measurand="Power.Active.Import", unit_of_measure=UnitOfMeasureType(unit="W", multiplier=3))
        info = TransactionType(transaction_id=self.transaction, charging_state="Charging", remote_start_id=remote, stopped_reason=reason)
        answer = await self.call(
            call.TransactionEvent(
                event_type=kind,
                timestamp=iso(at),
                trigger_reason=trigger,
                seq_no=self.number,
                transaction_info=info,
                meter_value=[MeterValueType(timestamp=iso(at), sampled_value=[register, power])],
                evse=EVSEType(id=1, connector_id=1) if kind == "Started" else None,
                id_token=token,
            )
        )
        self.number += 1
        return answer

    async def begin(self, token, at, remote=None):
        self.transaction, self.number = str(uuid.uuid4()), 0
        await self.status("Occupied")
        trigger = "RemoteStart" if remote else "Authorized"
        answer = await self.event("Started", trigger, at, token, remote)
        assert answer.id_token_info["status"] == AuthorizationStatusEnumType.accepted, answer

    async def measure(self, at):
        self.meter += 750
        await self.event("Updated", "MeterValuePeriodic", at)

    async def end(self, at, trigger, reason):
        await self.event("Ended", trigger, at, reason=reason)
        await self.status("Available")

    @on("RequestStartTransaction")
    def remote_start(self, id_token, remote_start_id, **_):
        return call_result.RequestStartTransaction(status=RequestStartStopStatusEnumType.accepted)

    @after("RequestStartTransaction")
    async def started(self, id_token, remote_start_id, **_):
        token = IdTokenType(id_token=id_token["id_token"], type=id_token["type"])
        await self.begin(token, datetime.now(timezone.utc), remote_start_id)
        await self.measure(datetime.now(timezone.utc))
        tell(did="remote start", transaction=self.transaction)

    @on("RequestStopTransaction")
    def remote_stop(self, transaction_id, **_):
        right = transaction_id == self.transaction
        status = RequestStartStopStatusEnumType.accepted if right else RequestStartStopStatusEnumType.rejected
        return call_result.RequestStopTransaction(status=status)

    @after("RequestStopTransaction")
    async def stopped(self, transaction_id, **_):
        await self.end(datetime.now(timezone.utc), "RemoteStop", "Remote")
        tell(did="remote stop", transaction=transaction_id)

    @on("Reset")
    def reset(self, type, **_):
        return call_result.Reset(status=ResetStatusEnumType.accepted)

    @after("Reset")
    async def restarted(self, type, **_):
        await self.boot("RemoteReset")
        tell(did="reset", type=type)
        self.over.set()


async def main(url):
    async with websockets.connect(url, subprotocols=["ocpp2.0.1"]) as socket:
        charger = Charger("interop", socket)
        listening = asyncio.create_task(charger.start())
        await charger.boot("PowerUp")
        token = IdTokenType(id_token="CARD-201", type="ISO14443")
        answer = await charger.call(call.Authorize(id_token=token))
        assert answer.id_token_info["status"] == AuthorizationStatusEnumType.accepted, answer
        began = datetime.now(timezone.utc).replace(microsecond=0) - timedelta(minutes=3)
        await charger.begin(token, began)
        for minute in (1, 2):
            await charger.measure(began + timedelta(minutes=minute))
        ended = began + timedelta(minutes=3)
        await charger.end(ended, "EVDeparted", "EVDisconnected")
        tell(did="session", transaction=charger.transaction, began=began.timestamp(), ended=ended.timestamp())
        await charger.over.wait()
        listening.cancel()


asyncio.run(main(sys.argv[1]))
