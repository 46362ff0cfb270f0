// The books of a believable hotel: guests, staff and a neighbour's vans, two tariffs, some statements.

import { ALWAYS, NO_POST } from '../../billing/nothing';
import type { BooksView, DriverView, PostView, TariffElementView, TariffVersionView } from '../generated/bridge';
import type { MemoryHost } from '../memory';

const DAY = 86_400_000;

const post = (change: Partial<PostView> = {}): PostView => ({ ...NO_POST, ...change });

function driver(id: number, name: string, costCentre: number | null, change: Partial<DriverView> = {}): DriverView {
  return { id, name, costCentre, stations: null, post: post(), ...change };
}

const night = { ...ALWAYS, fromMinute: 23 * 60, toMinute: 7 * 60 };

function energy(price: string, window = ALWAYS): TariffElementView {
  return { component: 'energy', price, vat: '23.00', window };
}

function version(number: number, validFrom: number, change: Partial<TariffVersionView>): TariffVersionView {
  return {
    number,
    validFrom,
    currency: 'EUR',
    digits: 2,
    taxIncluded: true,
    elements: [],
    freeWh: 0,
    graceMin: 0,
    least: null,
    most: null,
    madeAt: validFrom,
    ...change,
  };
}

function books(now: number): BooksView {
  const guests = [energy('0.2800', night), energy('0.4200')];
  const parked: TariffElementView = { component: 'parked', price: '3.00', vat: '23.00', window: ALWAYS };
  const fee: TariffElementView = { component: 'session', price: '0.50', vat: '23.00', window: ALWAYS };
  return {
    drivers: [
      driver(1, 'Aoife Byrne', 2, { post: post({ email: 'aoife@quayhouse.example' }) }),
      driver(2, 'Guest 214', 1),
      driver(3, 'Dr Nkechi Obi', 2),
      driver(4, 'Van KK 12', 3, { stations: [6] }),
      driver(5, 'Van KK 14', 3, { stations: [1, 6] }),
    ],
    costCentres: [
      { id: 1, name: 'Guests', post: post() },
      {
        id: 3,
        name: 'Kinsale Marine',
        post: post({
          recipient: 'Kinsale Marine Services Ltd',
          address: 'The Boatyard\nScilly, Kinsale',
          email: 'accounts@kinsalemarine.example',
        }),
      },
      { id: 2, name: 'Staff', post: post() },
    ],
    tariffs: [
      {
        id: 1,
        name: 'Guests 2025',
        versions: [
          version(1, now - 400 * DAY, { elements: [energy('0.3900'), fee] }),
          version(2, now - 90 * DAY, { elements: [...guests, parked, fee], graceMin: 20 }),
        ],
      },
      { id: 2, name: 'Staff', versions: [version(1, now - 400 * DAY, { elements: [energy('0.3000')] })] },
    ],
    uses: [
      { tariff: 1, station: null, costCentre: null },
      { tariff: 2, station: null, costCentre: 2 },
    ],
    sender: {
      name: 'Quay House Hotel',
      address: 'Pier Road\nKinsale, Co. Cork\nP17 XK28',
      email: 'accounts@quayhouse.example',
      vatId: 'IE 9825613N',
      iban: 'IE29AIBK93115212345678',
      payee: 'Quay House Hotel Ltd',
      payDays: 14,
      series: '2026-',
      footer: 'Energy is measured by the meter in each charger.',
      country: 'IE',
      party: 'QHH',
    },
  };
}

/** Gives the demo's cards to drivers, prices its sessions, and states some of last month's. */
export function demoBilling(host: MemoryHost): void {
  const now = host.now();
  host.snapshot.books = books(now);
  const owners: Record<string, number> = { '04A2B3C4D5': 1, '04FF120988': 2, '04C0FFEE01': 3, '0491AA33B2': 4 };
  host.snapshot.tokens = host.snapshot.tokens.map((one) => ({ ...one, driver: owners[one.value] ?? null }));
  // The month before, so that there is something to make statements of.
  const before = host.sessions
    .filter((one) => one.endedAt !== null)
    .map((one) => ({
      ...one,
      id: one.id - 200,
      startedAt: one.startedAt - 30 * DAY,
      endedAt: (one.endedAt ?? now) - 30 * DAY,
    }));
  host.sessions = [...host.sessions, ...before].map((one) => {
    if (one.id === 963) return { ...one, findings: ['tooSmall'], meterStopWh: 14_882_418, energyWh: 18 };
    if (one.id === 1170) return { ...one, findings: ['tooSmall'], meterStopWh: 14_882_418, energyWh: 18 };
    if (one.id === 1176) return { ...one, findings: ['zeroBaseline'], meterStartWh: 0 };
    if (one.id === 1163) return { ...one, amended: true, flags: ['estimated'] };
    return one;
  });
  host.billing.settle();
  const from = now - 60 * DAY;
  const [first] = host.billing.handlers.issueStatements({
    from,
    to: now - 36 * DAY,
    kind: 'driver',
    recipients: [1, 3],
  });
  if (first) host.billing.handlers.payStatement({ statement: first.id, paid: true });
}
