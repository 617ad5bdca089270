import { configExitCode } from '@signalbox/runtime/config/config-error';
import type { ProcessState } from '@signalbox/shared/http/processes';
import { computeBackoffMs } from './backoff.ts';
import type { Input, ProcessModel, ReduceContext } from './model.ts';
import { isLive, transitions, type Trigger } from './transitions.ts';

interface Verdict {
  trigger: Trigger;
  reason: string;
  fields?: Partial<ProcessModel>;
}

const inSeconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;

const describeEnd = (model: ProcessModel, { nowMs }: ReduceContext, how: string): string =>
  model.spawnedAtMs === undefined ? how : `${how} after ${inSeconds(nowMs - model.spawnedAtMs)}`;

/** A failure: the wait grows, and too many of them in a short time are a crash loop. */
const judgeFailure = (model: ProcessModel, context: ReduceContext, reason: string): Verdict => {
  const { nowMs, policy, random } = context;
  const wasStable = model.state === 'ready' && nowMs - model.sinceMs >= policy.backoffResetMs;
  const failures = wasStable ? 1 : model.failures + 1;
  const failedAtMs = [...model.failedAtMs.filter((atMs) => nowMs - atMs < policy.crashLoopWindowMs), nowMs];
  const looping = failedAtMs.length >= policy.crashLoopFailures;
  const capMs = looping ? policy.crashLoopCapMs : policy.backoffCapMs;
  const nextRetryAtMs = nowMs + computeBackoffMs(policy, { failures, capMs, random });
  return {
    trigger: looping ? 'looping' : 'failed',
    reason: looping
      ? `${reason}; ${failedAtMs.length} failures in ${inSeconds(policy.crashLoopWindowMs)}`
      : reason,
    fields: { failures, failedAtMs, nextRetryAtMs },
  };
};

const judgeRequestedEnd = (model: ProcessModel, context: ReduceContext): Verdict => {
  if (model.next === 'stopped') return { trigger: 'ended-as-asked', reason: 'stopped on request' };
  if (model.next === 'again') return { trigger: 'ended-for-restart', reason: 'restarting on request' };
  return judgeFailure(model, context, model.reason);
};

const judgeEnd = (model: ProcessModel, input: Input & { type: 'ended' }, context: ReduceContext): Verdict => {
  if (model.state === 'stopping') return judgeRequestedEnd(model, context);
  const { code, signal } = input;
  const how = describeEnd(
    model,
    context,
    signal === null ? `exited with code ${code}` : `killed by ${signal}`,
  );
  if (code === configExitCode)
    return { trigger: 'doomed', reason: `${how}: its configuration is wrong, see its log` };
  if (context.kind === 'one-shot') {
    return code === 0
      ? { trigger: 'ended-well', reason: 'done' }
      : { trigger: 'doomed', reason: `${how}, see its log` };
  }
  const uptimeMs = context.nowMs - (model.spawnedAtMs ?? context.nowMs);
  const verdict = judgeFailure(model, context, how);
  if (code !== 0 || uptimeMs < context.policy.minUptimeMs) return verdict;
  return { trigger: 'failed', reason: how, fields: { ...verdict.fields, failedAtMs: model.failedAtMs } };
};

const judgeFailedSpawn = (
  model: ProcessModel,
  input: Input & { type: 'spawn-failed' },
  context: ReduceContext,
): Verdict => {
  if (model.state === 'stopping') return judgeRequestedEnd(model, context);
  return input.fatal
    ? { trigger: 'doomed', reason: input.reason }
    : judgeFailure(model, context, input.reason);
};

const judgeRequest = (model: ProcessModel, type: 'start' | 'restart' | 'stop'): Verdict => {
  const runs = isLive(model.state);
  if (type === 'stop') {
    return {
      trigger: 'stop',
      reason: runs ? 'being stopped' : 'stopped on request',
      fields: { next: 'stopped' },
    };
  }
  const fields: Partial<ProcessModel> = { next: 'again', failures: 0, failedAtMs: [] };
  return { trigger: type, reason: runs ? 'restarting on request' : 'started on request', fields };
};

const judgeSpawn = (model: ProcessModel, { nowMs, kind }: ReduceContext): Verdict => ({
  trigger: 'spawned',
  reason: model.state === 'stopping' ? model.reason : kind === 'one-shot' ? 'at work' : 'no answer yet',
  fields: { spawnedAtMs: nowMs },
});

const judgeFailedProbe = (
  model: ProcessModel,
  reason: string,
  { policy }: ReduceContext,
): Verdict | undefined => {
  const failedProbes = model.failedProbes + 1;
  const isFailing = model.state === 'ready' && failedProbes >= policy.probeFall;
  return isFailing ? { trigger: 'failing', reason, fields: { failedProbes } } : undefined;
};

const judge = (model: ProcessModel, input: Input, context: ReduceContext): Verdict | undefined => {
  switch (input.type) {
    case 'start':
    case 'restart':
    case 'stop':
      return judgeRequest(model, input.type);
    case 'dependencies-met':
      return { trigger: 'dependencies-met', reason: 'being started' };
    case 'dependencies-missing':
      return { trigger: 'dependencies-missing', reason: input.reason };
    case 'dependencies-late':
      return { trigger: 'dependencies-late', reason: input.reason };
    case 'spawned':
      return judgeSpawn(model, context);
    case 'spawn-failed':
      return judgeFailedSpawn(model, input, context);
    case 'probe-passed':
      return { trigger: 'passed', reason: 'ready', fields: { failedProbes: 0 } };
    case 'probe-failed':
      return judgeFailedProbe(model, input.reason, context);
    case 'start-late':
      return {
        trigger: 'start-late',
        reason: `not ready within ${inSeconds(context.policy.startTimeoutMs)} of its start: ${model.reason}`,
        fields: { next: 'failed' },
      };
    case 'ended':
      return judgeEnd(model, input, context);
    case 'retry-due':
      return {
        trigger: 'retry-due',
        reason: 'being started again',
        fields: { restarts: model.restarts + 1 },
      };
    default:
      return input satisfies never;
  }
};

/** Probes that do not change the state are remembered: the count, and for a process not yet ready the reason. */
const rememberProbe = (model: ProcessModel, input: Input): ProcessModel => {
  if (input.type === 'probe-passed') return model.failedProbes === 0 ? model : { ...model, failedProbes: 0 };
  if (input.type !== 'probe-failed') return model;
  const failedProbes = model.failedProbes + 1;
  return model.state === 'running' || model.state === 'unready'
    ? { ...model, failedProbes, reason: input.reason }
    : { ...model, failedProbes };
};

/** What no longer holds once the next state is entered. */
const forget = (model: ProcessModel, state: ProcessState): ProcessModel => {
  const { nextRetryAtMs, spawnedAtMs, ...rest } = model;
  const waits = state === 'backoff' || state === 'crashlooping';
  const lives = state === 'running' || state === 'ready' || state === 'unready' || state === 'stopping';
  return {
    ...rest,
    ...(waits && nextRetryAtMs !== undefined ? { nextRetryAtMs } : {}),
    ...(lives && spawnedAtMs !== undefined ? { spawnedAtMs } : {}),
    failedProbes: lives ? model.failedProbes : 0,
  };
};

/** The model after an input; the same object if the input means nothing in this state. */
export const reduce = (model: ProcessModel, input: Input, context: ReduceContext): ProcessModel => {
  const verdict = judge(model, input, context);
  const state = verdict && transitions[model.state][verdict.trigger];
  if (verdict === undefined || state === undefined) return rememberProbe(model, input);
  const exit = input.type === 'ended' ? { exit: { code: input.code, signal: input.signal } } : {};
  const sinceMs = state === model.state ? model.sinceMs : context.nowMs;
  return forget({ ...model, ...verdict.fields, ...exit, state, sinceMs, reason: verdict.reason }, state);
};
