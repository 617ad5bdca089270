import { expect, test } from 'vitest';
import { judgeProbe, unprobed, type ProbeResult, type ProbeStanding } from './judge-probe.ts';

const pass: ProbeResult = { status: 'pass', reason: 'answers', checks: [] };
const warn: ProbeResult = { status: 'warn', reason: 'slow', checks: [] };
const fail: ProbeResult = { status: 'fail', failure: 'offline', reason: 'refused', checks: [] };
const terms = { startPeriodMs: 0, askedForMs: 60_000 };

const follow = (results: ProbeResult[], from: ProbeStanding = unprobed, given = terms): string[] => {
  let standing = from;
  return results.map((result) => {
    standing = judgeProbe(standing, result, given);
    return standing.state;
  });
};

test('three failures in a row make a target fail, two passes in a row make it well', () => {
  expect(follow([pass, fail, fail, pass, fail, fail, fail, pass, fail, pass, pass])).toEqual([
    ...Array(6).fill('healthy'),
    ...Array(4).fill('offline'),
    'healthy',
  ]);
});

test('one slow answer is a blip, two in a row degrade', () => {
  expect(follow([pass, warn, pass, warn, warn, pass, pass])).toEqual([
    ...Array(4).fill('healthy'),
    'degraded',
    'degraded',
    'healthy',
  ]);
});

test('a target that never answered is starting within its start period, and failed after it', () => {
  expect(follow([fail, fail, fail], unprobed, { startPeriodMs: 60_000, askedForMs: 5_000 }).at(-1)).toBe(
    'starting',
  );
  expect(follow([fail, fail, fail], unprobed, { startPeriodMs: 60_000, askedForMs: 61_000 }).at(-1)).toBe(
    'offline',
  );
});

test('what is incomplete while everything starts is not called degraded', () => {
  expect(follow([warn, warn, warn, pass], unprobed, { startPeriodMs: 0, askedForMs: 5_000 })).toEqual([
    ...Array(3).fill('unknown'),
    'healthy',
  ]);
});
