import { findDefinition } from '@signalbox/shared/commands/catalog';
import { expect, test } from 'vitest';
import type { PlannedCommand } from './command-kinds.ts';
import { planFaults, targets } from './plan-faults.ts';
import { planActions, planPauses, planSchedules } from './plan-operations.ts';
import { planSubmissions } from './plan-submissions.ts';

const tenMinutes = 600_000;

test('the same seed gives the same plan, another seed another', () => {
  const load = { durationMs: 40_000, count: 2_000 };
  expect(planFaults(7, tenMinutes)).toEqual(planFaults(7, tenMinutes));
  expect(planFaults(8, tenMinutes)).not.toEqual(planFaults(7, tenMinutes));
  expect(planSubmissions(7, load)).toEqual(planSubmissions(7, load));
  expect(planSubmissions(8, load)).not.toEqual(planSubmissions(7, load));
});

test('what operators do follows from the seed too, and is over before the run', () => {
  for (const plan of [planPauses, planActions, planSchedules]) {
    expect(plan(7, tenMinutes)).toEqual(plan(7, tenMinutes));
    expect(plan(8, tenMinutes)).not.toEqual(plan(7, tenMinutes));
  }
  for (const { atMs, lastsMs } of planPauses(42, tenMinutes)) expect(atMs + lastsMs).toBeLessThan(tenMinutes);
  const kinds = new Set(planActions(42, 26_000).map(({ action }) => action));
  expect(kinds).toEqual(new Set(['retry', 'cancel', 'delete']));
});

test('in ten minutes everything is hurt in every way', () => {
  const faults = planFaults(42, tenMinutes).flatMap((episode) => episode.faults);
  for (const target of targets)
    for (const kind of ['kill', 'pause'])
      expect(faults.filter((fault) => fault.target === target && fault.kind === kind).length).toBeGreaterThan(
        2,
      );
  for (const kind of ['restart', 'slow', 'stall'])
    expect(faults.filter((fault) => fault.kind === kind).length).toBeGreaterThan(2);
});

test('at most two things go wrong at a time, never two with the same process, and none for long', () => {
  for (const { faults } of planFaults(42, tenMinutes)) {
    expect(faults.length).toBeLessThanOrEqual(2);
    expect(new Set(faults.map(({ target }) => target)).size).toBe(faults.length);
    for (const { lastsMs } of faults) expect(lastsMs).toBeLessThanOrEqual(6_000);
  }
});

test('as many commands are planned as were asked for, in order of time, all within the run', () => {
  const planned = planSubmissions(42, { durationMs: 40_000, count: 3_000 });
  const count = planned.reduce((sum, { commands }) => sum + commands.length, 0);
  expect(count).toBeGreaterThanOrEqual(3_000);
  expect(count).toBeLessThan(3_040);
  const times = planned.map(({ atMs }) => atMs);
  expect(times).toEqual(times.toSorted((left, right) => left - right));
  expect(times.at(-1)).toBeLessThan(40_000);
});

const isValid = ({ body }: PlannedCommand): boolean =>
  findDefinition(String(body['name']))?.input.safeParse(body['input']).success === true;

test('what is to be accepted is valid, and what is to be refused is not', () => {
  const planned = planSubmissions(42, { durationMs: 40_000, count: 3_000 }).flatMap(
    ({ commands }) => commands,
  );
  expect(planned.filter((command) => isValid(command) !== (command.ends !== undefined))).toEqual([]);
});
