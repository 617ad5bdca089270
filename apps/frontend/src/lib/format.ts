import { t } from '../messages/index.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

export interface QuantityPart {
  value: string;
  unit: string;
}

const twoUnits = (ms: number, [large, small]: [number, number], units: [string, string]): QuantityPart[] => {
  const whole = Math.floor(ms / large);
  const rest = Math.floor((ms % large) / small);
  const parts = [{ value: String(whole), unit: units[0] }];
  return rest === 0 ? parts : [...parts, { value: String(rest), unit: units[1] }];
};

/** Below ten milliseconds a decimal counts; zero was too short for a clock of milliseconds. */
const formatMs = (ms: number): string => {
  if (ms === 0) return '<1';
  return ms < 10 ? String(Math.round(ms * 10) / 10) : String(Math.round(ms));
};

/** A duration as values with units, such as 3 m 28 s, so that the units can be set more quietly. */
export const toDurationParts = (ms: number): QuantityPart[] => {
  if (ms < second) return [{ value: formatMs(Math.max(0, ms)), unit: 'ms' }];
  if (ms < minute - 50) return [{ value: (ms / second).toFixed(1), unit: 's' }];
  const wholeMs = Math.round(ms / second) * second;
  if (wholeMs < hour) return twoUnits(wholeMs, [minute, second], ['m', 's']);
  if (ms < day) return twoUnits(ms, [hour, minute], ['h', 'm']);
  return twoUnits(ms, [day, hour], ['d', 'h']);
};

export const formatDuration = (ms: number): string =>
  toDurationParts(ms)
    .map(({ value, unit }) => `${value} ${unit}`)
    .join(' ');

/** A limit as somebody would set it: 30 s, not 30.0 s. */
export const formatLimit = (ms: number): string => formatDuration(ms).replace(/\.0 s$/, ' s');

/** A wait that is watched: whole seconds from ten seconds on, so that the text stays calm. */
export const formatElapsed = (ms: number): string => {
  if (ms < 10 * second) return `${Math.max(0, ms / second).toFixed(1)} s`;
  return ms < minute ? `${Math.floor(ms / second)} s` : formatDuration(ms);
};

/** How long ago, in one unit. */
export const formatAge = (ms: number): string => {
  if (ms < second) return t.time.now;
  if (ms < minute) return `${Math.floor(ms / second)} s`;
  if (ms < hour) return `${Math.floor(ms / minute)} min`;
  if (ms < day) return `${Math.floor(ms / hour)} h`;
  return `${Math.floor(ms / day)} d`;
};

const clock = new Intl.DateTimeFormat(t.locale, { hour: '2-digit', minute: '2-digit', hour12: false });
const clockSeconds = new Intl.DateTimeFormat(t.locale, { timeStyle: 'medium', hour12: false });
const weekday = new Intl.DateTimeFormat(t.locale, { weekday: 'short' });
const dayMonth = new Intl.DateTimeFormat(t.locale, { day: 'numeric', month: 'short' });
const dayMonthYear = new Intl.DateTimeFormat(t.locale, { day: 'numeric', month: 'short', year: 'numeric' });

/** 14:02 */
export const formatClock = (at: number): string => clock.format(at);

/** 14:02:11 */
export const formatSeconds = (at: number): string => clockSeconds.format(at);

/** 14:02:11.407 */
export const formatMillis = (at: number): string =>
  `${clockSeconds.format(at)}.${String(new Date(at).getMilliseconds()).padStart(3, '0')}`;

/** The whole moment, for titles: 24 Nov 2026, 14:02:11.407 */
export const formatMoment = (at: number): string => `${dayMonthYear.format(at)}, ${formatMillis(at)}`;

const isSameDay = (a: number, b: number): boolean =>
  new Date(a).toDateString() === new Date(b).toDateString();

/** 14:02 today, Mon 17:20 within a week, 24 Nov 14:02 before that. */
export const formatWhen = (at: number, now: number): string => {
  if (isSameDay(at, now)) return formatClock(at);
  if (Math.abs(now - at) < 6 * day) return `${weekday.format(at)} ${formatClock(at)}`;
  return `${dayMonth.format(at)} ${formatClock(at)}`;
};

const wholeNumber = new Intl.NumberFormat(t.locale, { maximumFractionDigits: 0 });
const oneDecimal = new Intl.NumberFormat(t.locale, { maximumFractionDigits: 1 });
const twoDecimals = new Intl.NumberFormat(t.locale, { maximumFractionDigits: 2 });

export const formatCount = (count: number): string => wholeNumber.format(count);

/** One decimal below ten, so that slow rates do not read as zero. */
export const formatRate = (rate: number): string => (rate < 10 ? oneDecimal : wholeNumber).format(rate);

/** A share from 0 to 1 as a percentage without its sign. */
export const formatPercent = (share: number): string => twoDecimals.format(share * 100);

/** An uptime is cut, never rounded up: 100.00 means no second was lost. */
export const formatUptime = (share: number): string => `${(Math.floor(share * 10_000) / 100).toFixed(2)} %`;

export const formatBytes = (bytes: number): string =>
  bytes < 1e9 ? `${wholeNumber.format(bytes / 1e6)} MB` : `${oneDecimal.format(bytes / 1e9)} GB`;

/** Ids are ULIDs, which start alike; the end tells them apart. */
export const shortId = (id: string): string => id.slice(-6);
