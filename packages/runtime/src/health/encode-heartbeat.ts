import type { Heartbeat } from '@signalbox/shared/health/heartbeat';

const maxBytes = 2_000;
const maxReasonLength = 200;
const maxOutputLength = 100;

const cut = (text: string, length: number): string =>
  text.length <= length ? text : `${text.slice(0, length - 1)}…`;

const shorten = (beat: Heartbeat): Heartbeat => ({
  ...beat,
  ...(beat.reason !== undefined && { reason: cut(beat.reason, maxReasonLength) }),
  checks: beat.checks.map((check) => ({
    ...check,
    ...(check.output !== undefined && { output: cut(check.output, maxOutputLength) }),
  })),
});

const withoutPassing = (beat: Heartbeat): Heartbeat => ({
  ...beat,
  checks: beat.checks.filter((check) => check.status !== 'pass').slice(0, 4),
});

const withoutLists = ({ commands: _commands, queues: _queues, ...beat }: Heartbeat): Heartbeat => beat;

/** Writes a heartbeat in at most 2 kB, leaving out the least telling parts first. */
export const encodeHeartbeat = (beat: Heartbeat): string => {
  let smaller = beat;
  let text = JSON.stringify(smaller);
  for (const reduce of [shorten, withoutPassing, withoutLists]) {
    if (Buffer.byteLength(text) <= maxBytes) break;
    smaller = reduce(smaller);
    text = JSON.stringify(smaller);
  }
  return text;
};
