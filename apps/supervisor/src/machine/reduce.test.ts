import { processStates, type ProcessState } from '@signalbox/shared/http/processes';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { defaultPolicy } from '../policy.ts';
import { initialModel, type Input, type ProcessModel, type ReduceContext } from './model.ts';
import { reduce } from './reduce.ts';
import { isLive, transitions } from './transitions.ts';

const context = (nowMs: number, over: Partial<ReduceContext> = {}): ReduceContext => ({
  nowMs,
  random: 0.5,
  policy: defaultPolicy,
  kind: 'service',
  ...over,
});

interface Happening {
  input: Input;
  afterMs: number;
  random: number;
}

const inputs: fc.Arbitrary<Input> = fc.oneof(
  fc.constantFrom<Input>(
    { type: 'start' },
    { type: 'restart' },
    { type: 'stop' },
    { type: 'dependencies-met' },
    { type: 'dependencies-missing', reason: 'waits for a' },
    { type: 'dependencies-late', reason: 'a is late' },
    { type: 'spawned' },
    { type: 'spawn-failed', reason: 'EAGAIN', fatal: false },
    { type: 'spawn-failed', reason: 'ENOENT', fatal: true },
    { type: 'probe-passed' },
    { type: 'probe-failed', reason: '503' },
    { type: 'start-late' },
    { type: 'retry-due' },
  ),
  fc.record({
    type: fc.constant('ended' as const),
    code: fc.constantFrom(0, 1, 78, null),
    signal: fc.constantFrom('SIGKILL', null),
  }),
);

const histories = fc.array(
  fc.record({
    input: inputs,
    afterMs: fc.nat(90_000),
    random: fc.double({ min: 0, max: 0.999, noNaN: true }),
  }),
  { maxLength: 60 },
);
const kinds = fc.constantFrom<ReduceContext['kind']>('service', 'one-shot');

const replay = (history: Happening[], kind: ReduceContext['kind'] = 'service') => {
  let nowMs = 0;
  const models = [initialModel(0)];
  for (const { input, afterMs, random } of history) {
    nowMs += afterMs;
    models.push(reduce(models.at(-1) ?? initialModel(0), input, context(nowMs, { random, kind })));
  }
  return { models, last: models.at(-1) ?? initialModel(0), nowMs };
};

const run = (list: Input[], stepMs = 100) =>
  replay(list.map((input) => ({ input, afterMs: stepMs, random: 0.5 })));

const toReady: Input[] = [
  { type: 'start' },
  { type: 'dependencies-met' },
  { type: 'spawned' },
  { type: 'probe-passed' },
];
const crash: Input = { type: 'ended', code: 1, signal: null };

test('every step is one of the table', () => {
  fc.assert(
    fc.property(histories, kinds, (history, kind) => {
      const { models } = replay(history, kind);
      for (const [index, model] of models.entries()) {
        const before = models[index - 1]?.state ?? model.state;
        const targets: (ProcessState | undefined)[] = Object.values(transitions[before]);
        expect(model.state === before || targets.includes(model.state)).toBe(true);
      }
    }),
  );
});

test('a living child is never forgotten: only its end, or a failed spawn, leads out of the live states', () => {
  fc.assert(
    fc.property(histories, kinds, (history, kind) => {
      const { models } = replay(history, kind);
      for (const [index, { input }] of history.entries()) {
        const [before, after] = [models[index]?.state ?? 'stopped', models[index + 1]?.state ?? 'stopped'];
        const isLost = isLive(before) && !isLive(after) && !['ended', 'spawn-failed'].includes(input.type);
        expect(isLost).toBe(false);
      }
    }),
  );
});

test('a stop leads to stopped, whatever happened before and however the process then ends', () => {
  fc.assert(
    fc.property(histories, kinds, fc.constantFrom(0, 1, 78), (history, kind, code) => {
      const { last, nowMs } = replay(history, kind);
      const asked = reduce(last, { type: 'stop' }, context(nowMs, { kind }));
      expect(asked.state).toBe(isLive(last.state) ? 'stopping' : 'stopped');
      const ended = reduce(asked, { type: 'ended', code, signal: null }, context(nowMs, { kind }));
      expect(ended.state).toBe('stopped');
    }),
  );
});

test('nothing but a request starts what was stopped', () => {
  fc.assert(
    fc.property(histories, histories, (before, after) => {
      const later = after.filter(({ input }) => input.type !== 'start' && input.type !== 'restart');
      const stop = { input: { type: 'stop' } as const, afterMs: 0, random: 0 };
      const { models } = replay([...before, stop, ...later]);
      for (const { state } of models.slice(before.length + 1))
        expect(['stopping', 'stopped']).toContain(state);
    }),
  );
});

test('fatal is left by nothing but a request', () => {
  fc.assert(
    fc.property(histories, inputs, (history, input) => {
      const fatal: ProcessModel = { ...replay(history).last, state: 'fatal' };
      const after = reduce(fatal, input, context(1e9)).state;
      expect(after === 'fatal' || ['start', 'restart', 'stop'].includes(input.type)).toBe(true);
    }),
  );
});

test('the wait before a new start grows, is never over the cap with its jitter, and is never in the past', () => {
  fc.assert(
    fc.property(histories, (history) => {
      const { models } = replay(history);
      for (const { state, sinceMs, nextRetryAtMs } of models) {
        const waits = state === 'backoff' || state === 'crashlooping';
        expect(nextRetryAtMs !== undefined).toBe(waits);
        if (nextRetryAtMs === undefined) continue;
        const capMs = state === 'backoff' ? defaultPolicy.backoffCapMs : defaultPolicy.crashLoopCapMs;
        expect(nextRetryAtMs - sinceMs).toBeGreaterThanOrEqual(400);
        expect(nextRetryAtMs - sinceMs).toBeLessThanOrEqual(capMs * 1.2);
      }
    }),
  );
});

test('every state can be reached', () => {
  const reached = new Set<ProcessState>(['stopped']);
  for (const state of reached) for (const next of Object.values(transitions[state])) reached.add(next);
  expect([...reached].toSorted()).toEqual([...processStates].toSorted());
});

test('five failures within two minutes are a crash loop that goes on trying', () => {
  const life: Input[] = [{ type: 'spawned' }, { type: 'probe-passed' }, crash, { type: 'retry-due' }];
  const first: Input[] = [{ type: 'start' }, { type: 'dependencies-met' }];
  const { models } = run([
    ...first,
    ...life,
    ...life,
    ...life,
    ...life,
    ...life.slice(0, 3),
    { type: 'retry-due' },
  ]);
  expect(models.filter(({ state }) => state === 'backoff')).toHaveLength(4);
  expect(models.at(-2)).toMatchObject({ state: 'crashlooping', failures: 5, restarts: 4 });
  expect(models.at(-1)?.state).toBe('starting');
});

test('after a minute of readiness the wait is short again', () => {
  const { last, nowMs } = run([
    ...toReady,
    crash,
    { type: 'retry-due' },
    { type: 'spawned' },
    { type: 'probe-passed' },
  ]);
  const soon = reduce(last, crash, context(nowMs + 59_000));
  expect(soon).toMatchObject({ failures: 2, nextRetryAtMs: nowMs + 59_000 + 1_000 });
  const late = reduce(last, crash, context(nowMs + 60_000));
  expect(late).toMatchObject({ failures: 1, nextRetryAtMs: nowMs + 60_000 + 500 });
});

test('three failed probes in a row make it unready, one passed makes it ready', () => {
  const failed: Input = { type: 'probe-failed', reason: 'http 503' };
  expect(run([...toReady, failed, failed, { type: 'probe-passed' }, failed, failed]).last.state).toBe(
    'ready',
  );
  const { last, nowMs } = run([...toReady, failed, failed, failed]);
  expect(last).toMatchObject({ state: 'unready', reason: 'http 503' });
  expect(reduce(last, { type: 'probe-passed' }, context(nowMs)).state).toBe('ready');
});

test('a start that takes too long is stopped and tried again', () => {
  const { last } = run([
    ...toReady.slice(0, 3),
    { type: 'probe-failed', reason: 'no answer' },
    { type: 'start-late' },
  ]);
  expect(last).toMatchObject({ state: 'stopping', next: 'failed' });
  expect(last.reason).toBe('not ready within 60.0 s of its start: no answer');
  expect(reduce(last, { type: 'ended', code: null, signal: 'SIGTERM' }, context(1_000)).state).toBe(
    'backoff',
  );
});

test('a wrong configuration is fatal and says so', () => {
  const { last } = run([...toReady, { type: 'ended', code: 78, signal: null }]);
  expect(last.state).toBe('fatal');
  expect(last.reason).toContain('exited with code 78');
});

test('a restart stops and then starts, and does not count as one nobody asked for', () => {
  const { last, nowMs } = run([...toReady, { type: 'restart' }]);
  expect(last.state).toBe('stopping');
  const again = reduce(last, { type: 'ended', code: 0, signal: null }, context(nowMs));
  expect(again).toMatchObject({ state: 'pending', restarts: 0, failures: 0 });
});

test('a one-shot is done at code 0 and not started again after another', () => {
  const running = run(toReady.slice(0, 3)).last;
  const end = (code: number) =>
    reduce(running, { type: 'ended', code, signal: null }, context(500, { kind: 'one-shot' })).state;
  expect([end(0), end(1)]).toEqual(['exited', 'fatal']);
});

test('a service that ends well after its least uptime is started again, but does not count towards a crash loop', () => {
  const { last, nowMs } = run(toReady);
  const end = (afterMs: number) =>
    reduce(last, { type: 'ended', code: 0, signal: null }, context(nowMs + afterMs));
  expect(end(1_000)).toMatchObject({ state: 'backoff', failedAtMs: [nowMs + 1_000] });
  expect(end(10_000)).toMatchObject({ state: 'backoff', failedAtMs: [] });
});
