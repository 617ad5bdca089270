import { cancellationKeepMs } from '@signalbox/runtime/bus/cancellations';
import { expect, test } from 'vitest';
import { Cancellations } from './cancellations.ts';

const at = Date.UTC(2026, 0, 31);

test('a command is canceled by itself, or by any that it comes from', () => {
  const cancellations = new Cancellations();
  expect(cancellations.find({ id: 'child', ancestors: ['root', 'parent'] })).toBeUndefined();
  cancellations.add('parent', { reason: 'not needed', at, isEnded: true });
  expect(cancellations.find({ id: 'parent' })).toEqual({ reason: 'not needed', at, isEnded: true });
  expect(cancellations.find({ id: 'child', ancestors: ['root', 'parent'] })).toEqual({
    reason: 'Command parent, from which this one comes, was canceled: not needed',
    at,
  });
  expect(cancellations.find({ id: 'other', ancestors: ['root'] })).toBeUndefined();
});

test('its own cancellation says more than an inherited one', () => {
  const cancellations = new Cancellations();
  cancellations.add('parent', { reason: 'parent', at });
  cancellations.add('child', { reason: 'child', at });
  expect(cancellations.find({ id: 'child', ancestors: ['parent'] })?.reason).toBe('child');
});

test('what the bus has forgotten is forgotten', () => {
  const cancellations = new Cancellations();
  cancellations.add('old', { reason: '', at });
  cancellations.add('renewed', { reason: '', at });
  cancellations.add('renewed', { reason: '', at: at + 1 });
  cancellations.add('new', { reason: '', at: at + cancellationKeepMs + 1 });
  expect(['old', 'renewed', 'new'].map((id) => cancellations.find({ id }) !== undefined)).toEqual([
    false,
    true,
    true,
  ]);
});
