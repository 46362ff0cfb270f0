// A charger whose every answer is known: OCPP 1.6 over a bare socket, with settings that a test can look into.

import { createHash, randomBytes } from 'node:crypto';
import { connect } from 'node:net';

/** One text frame of a client: masked, as the protocol wants it. */
function frame(opcode, payload) {
  const mask = randomBytes(4);
  const head =
    payload.length < 126
      ? Buffer.from([0x80 | opcode, 0x80 | payload.length])
      : Buffer.from([0x80 | opcode, 0x80 | 126, payload.length >> 8, payload.length & 0xff]);
  const masked = Buffer.from(payload.map((byte, at) => byte ^ mask[at % 4]));
  return Buffer.concat([head, mask, masked]);
}

/** The first whole frame in the buffer, or nothing yet. Servers do not mask. */
function unframe(buffer) {
  if (buffer.length < 2) return null;
  let length = buffer[1] & 0x7f;
  let at = 2;
  if (length === 126) {
    if (buffer.length < 4) return null;
    length = buffer.readUInt16BE(2);
    at = 4;
  } else if (length === 127) {
    if (buffer.length < 10) return null;
    length = Number(buffer.readBigUInt64BE(2));
    at = 10;
  }
  if (buffer.length < at + length) return null;
  return { opcode: buffer[0] & 0x0f, payload: buffer.subarray(at, at + length), rest: buffer.subarray(at + length) };
}

const defaults = () => ({
  HeartbeatInterval: { value: '300' },
  MeterValueSampleInterval: { value: '60', reboot: true },
  MeterValuesSampledData: { value: 'Energy.Active.Import.Register,Power.Active.Import' },
  ConnectionTimeOut: { value: '120' },
  AllowOfflineTxForUnknownId: { value: 'false' },
  LocalPreAuthorize: { value: 'TRUE' },
  WebSocketPingInterval: { value: '30' },
  ConnectorPhaseRotation: { value: '0.RST,1.RST' },
  AuthorizationKey: {},
  SecurityProfile: { value: '0' },
  NumberOfConnectors: { value: '1', readonly: true },
  SupportedFeatureProfiles: { value: 'Core,SmartCharging,Reservation,LocalAuthListManagement', readonly: true },
  ChargingScheduleAllowedChargingRateUnit: { value: 'Current,Power', readonly: true },
  ChargeProfileMaxStackLevel: { value: '8', readonly: true },
  LedColour: { value: 'blue' },
  WifiPassword: { value: 'do-not-show-me' },
});

/** Connects a charger and keeps answering until {@link stop}. `answers` replaces single actions' answers. */
export async function startCharger({ ocpp, name, settings = {}, answers = {}, firmware = '1.8.0', model = 'AC22' }) {
  const state = {
    settings: { ...defaults(), ...settings },
    /** Every call of the centre, in order. */
    heard: [],
    meter: 14_882_400,
    boots: 0,
    /** What the next boot tells. */
    firmware,
  };
  const [host, port] = ocpp.split(':');
  let socket = null;
  let number = 0;
  let stopped = false;
  const waiting = new Map();

  const send = (message) => socket?.write(frame(1, Buffer.from(JSON.stringify(message))));
  const call = (action, payload) =>
    new Promise((answered) => {
      const id = `${name}-${(number += 1)}`;
      waiting.set(id, answered);
      send([2, id, action, payload]);
    });
  const at = () => new Date().toISOString();
  const status = (word = 'Available') =>
    call('StatusNotification', { connectorId: 1, errorCode: 'NoError', status: word, timestamp: at() });
  const meterValues = () =>
    call('MeterValues', {
      connectorId: 1,
      meterValue: [{ timestamp: at(), sampledValue: [{ value: String((state.meter += 10)), unit: 'Wh' }] }],
    });
  const boot = async () => {
    state.boots += 1;
    await call('BootNotification', {
      chargePointVendor: 'Kestrel',
      chargePointModel: model,
      chargePointSerialNumber: `K-22-${name}`,
      firmwareVersion: state.firmware,
    });
    await status();
  };

  const know = (key) => Object.keys(state.settings).find((known) => known.toLowerCase() === key.toLowerCase());
  const own = {
    GetConfiguration({ key = [] }) {
      const wanted = key.length > 0 ? key : Object.keys(state.settings);
      return {
        configurationKey: wanted.filter(know).map((each) => {
          const { value, readonly = false } = state.settings[know(each)];
          return { key: know(each), readonly, ...(value === undefined ? {} : { value }) };
        }),
        unknownKey: wanted.filter((each) => !know(each)),
      };
    },
    ChangeConfiguration({ key, value }) {
      const found = know(key);
      if (!found) return { status: 'NotSupported' };
      const setting = state.settings[found];
      if (setting.readonly || Number(value) < 0) return { status: 'Rejected' };
      if (setting.reboot) {
        setting.next = value;
        return { status: 'RebootRequired' };
      }
      if (setting.value === undefined) setting.secret = value;
      else setting.value = value;
      return { status: 'Accepted' };
    },
    Reset() {
      setTimeout(() => {
        for (const setting of Object.values(state.settings)) {
          if (setting.next !== undefined) setting.value = setting.next;
          delete setting.next;
        }
        socket?.destroy();
      }, 50);
      return { status: 'Accepted' };
    },
    TriggerMessage({ requestedMessage }) {
      const tell = { MeterValues: meterValues, StatusNotification: status, BootNotification: boot }[requestedMessage];
      if (!tell) return { status: 'NotImplemented' };
      setTimeout(() => void tell(), 20);
      return { status: 'Accepted' };
    },
    GetLocalListVersion: () => ({ listVersion: 3 }),
    GetCompositeSchedule: ({ connectorId, duration }) => ({
      status: 'Accepted',
      connectorId,
      scheduleStart: at(),
      chargingSchedule: {
        duration,
        chargingRateUnit: 'A',
        chargingSchedulePeriod: [
          { startPeriod: 0, limit: 16 },
          { startPeriod: duration / 4, limit: 6 },
          { startPeriod: duration / 2, limit: 32 },
        ],
      },
    }),
    DataTransfer: ({ data }) => ({ status: 'Accepted', data: `heard ${data ?? ''}` }),
    ChangeAvailability({ connectorId, type }) {
      setTimeout(() => void status(type === 'Operative' ? 'Available' : 'Unavailable'), 20);
      return { status: connectorId <= 1 ? 'Accepted' : 'Rejected' };
    },
    UnlockConnector: () => ({ status: 'Unlocked' }),
    GetInstalledCertificateIds: () => ({
      status: 'Accepted',
      certificateHashData: [
        {
          hashAlgorithm: 'SHA256',
          issuerNameHash: 'ab'.repeat(32),
          issuerKeyHash: 'cd'.repeat(32),
          serialNumber: '2a',
        },
      ],
    }),
  };

  function hear(message) {
    const [kind, id, ...rest] = message;
    if (kind !== 2) {
      waiting.get(id)?.(rest[0]);
      waiting.delete(id);
      return;
    }
    const [action, payload] = rest;
    state.heard.push({ action, payload });
    const answer = answers[action] ?? own[action] ?? (() => ({ status: 'Accepted' }));
    const said = answer(payload, state);
    if (said !== null) send([3, id, said]);
  }

  function dial() {
    return new Promise((connected, failed) => {
      let buffer = Buffer.alloc(0);
      let open = false;
      const key = randomBytes(16).toString('base64');
      socket = connect(Number(port), host, () => {
        socket.write(
          `GET /ocpp/${name} HTTP/1.1\r\nHost: ${ocpp}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
            `Sec-WebSocket-Key: ${key}\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: ocpp1.6\r\n\r\n`,
        );
      });
      const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
      socket.on('data', (bytes) => {
        buffer = Buffer.concat([buffer, bytes]);
        if (!open) {
          const end = buffer.indexOf('\r\n\r\n');
          if (end < 0) return;
          const head = buffer.subarray(0, end).toString();
          if (!head.includes(accept)) return failed(new Error(`the centre did not let ${name} in:\n${head}`));
          open = true;
          buffer = buffer.subarray(end + 4);
          connected();
        }
        for (let one = unframe(buffer); one; one = unframe(buffer)) {
          buffer = one.rest;
          if (one.opcode === 1) hear(JSON.parse(one.payload.toString()));
          if (one.opcode === 9) socket.write(frame(10, one.payload));
          if (one.opcode === 8) socket.end();
        }
      });
      socket.on('error', failed);
      socket.on('close', () => {
        waiting.clear();
        if (!stopped) setTimeout(() => void dial().then(boot, () => undefined), 200);
      });
    });
  }

  await dial();
  await boot();
  return {
    state,
    /** Sends a call; its answer is the promise's. */
    call,
    status,
    meterValues,
    /** The payloads of the centre's calls of one action. */
    told: (action) => state.heard.filter((one) => one.action === action).map((one) => one.payload),
    /** Switches it off and on. */
    restart: () => socket?.destroy(),
    stop() {
      stopped = true;
      socket?.destroy();
    },
  };
}
