// Readings in a message, in a few figures.

import { t } from '../text/text';
import type { Formats } from '../text/formats';
import { figure, parts, part, word, type Fields } from './frame';

interface Reading {
  measurand: string;
  phase: string;
  /** In watts, watt-hours, amperes, percent. */
  value: number;
}

function reading(sample: Fields): Reading | null {
  const value = figure(sample, 'value');
  if (value === null) return null;
  const told = part(sample, 'unitOfMeasure');
  const unit = word(sample, 'unit') || word(told, 'unit');
  const scale = (/^k[WV]/.test(unit) ? 1000 : 1) * 10 ** (figure(told, 'multiplier') ?? 0);
  const measurand = word(sample, 'measurand') || 'Energy.Active.Import.Register';
  return { measurand, phase: word(sample, 'phase'), value: value * scale };
}

/** "11.0 kW, 14.95 kWh, 15.9 A on each phase"; empty when there is nothing of the kind. */
export function meterWords(fields: Fields, formats: Formats): string {
  // The last values stand for the whole message.
  const values = parts(fields, 'meterValue').concat(parts(fields, 'transactionData'));
  const found = parts(values.at(-1) ?? {}, 'sampledValue')
    .map(reading)
    .filter((one) => one !== null);
  const of = (name: string) => found.filter((one) => one.measurand === name);
  const total = (name: string) => {
    const all = of(name);
    const whole = all.find((one) => one.phase === '');
    if (whole) return whole.value;
    const phases = all.filter((one) => /^L[123](-N)?$/.test(one.phase));
    return phases.length > 0 ? phases.reduce((sum, one) => sum + one.value, 0) : null;
  };
  const said: string[] = [];
  const power = total('Power.Active.Import');
  if (power !== null) said.push(`${formats.kw(power)} ${t('unit.kw')}`);
  const energy = total('Energy.Active.Import.Register');
  if (energy !== null) said.push(`${formats.kwh(energy)} ${t('unit.kwh')}`);
  const currents = of('Current.Import')
    .filter((one) => one.phase !== 'N')
    .map((one) => formats.amperes(one.value * 1000));
  const [first] = currents;
  if (first !== undefined) {
    const alike = currents.every((one) => one === first);
    said.push(
      currents.length > 1 && alike ? t('trace.sum.eachPhase', { a: first }) : `${currents.join(' / ')} ${t('unit.a')}`,
    );
  }
  const battery = of('SoC')[0];
  if (battery) said.push(t('fact.battery', { percent: formats.percent(battery.value * 10) }));
  return said.join(', ');
}
