import type { ActionState } from '@signalbox/runtime/bus/action-states';
import { newCommandId } from '@signalbox/runtime/ids';
import { expect, test } from 'vitest';
import { MemoryActions } from '../testing/memory-actions.ts';
import { completed, makeCommand } from '../testing/make-events.ts';
import { MemoryView } from '../testing/memory-ports.ts';
import { ActionRun } from './action-run.ts';
import type { ActionsContext } from './ports.ts';

test('what ends while an action is at work is dealt with too, and its counts add up', async () => {
  const view = new MemoryView();
  for (let n = 0; n < 3; n += 1) view.record(completed(makeCommand(newCommandId())), n + 1);
  const actions = new MemoryActions();
  const state: ActionState = {
    view: {
      id: newCommandId(),
      action: 'delete',
      filter: { status: 'completed' },
      reason: 'old',
      ratePerSecond: 1_000,
      status: 'running',
      // Two of the three were under way still when it was counted.
      total: 1,
      done: 0,
      skipped: 0,
      failed: 0,
      startedAt: new Date().toISOString(),
    },
    untilMs: Date.now() + 1_000,
    owner: 'api',
    beat: 0,
  };
  const parts: Partial<ActionsContext> = {
    view,
    actions,
    eventLog: { append: async () => undefined },
    clock: { now: () => Date.now() },
    instance: 'api',
  };
  await new ActionRun(parts as ActionsContext, await actions.create(state)).run();
  expect((await actions.find(state.view.id))?.state.view).toMatchObject({
    status: 'completed',
    total: 3,
    done: 3,
    skipped: 0,
    failed: 0,
  });
});
