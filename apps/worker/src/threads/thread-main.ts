import { parentPort, workerData } from 'node:worker_threads';
import { createLogger, type Logger } from '@signalbox/runtime/observability/create-logger';
import { findHandler } from '../handlers/index.ts';
import { toCrossedError } from './crossed-error.ts';
import type { Answer, FromThread, ThreadSettings, ToThread } from './protocol.ts';
import { ThreadContext } from './thread-context.ts';

/** The side of a thread: one handler at a time, for as long as the pool keeps the thread. */
const { instance, logLevel: level } = workerData as ThreadSettings;
let logger: Logger | undefined;
let current: { run: number; context: ThreadContext } | undefined;

const say = (said: FromThread): void => parentPort?.postMessage(said);

const end = (run: number, answer: Answer): void => {
  try {
    say({ run, type: 'end', answer });
  } catch (error) {
    // A function or a socket, say, cannot leave its thread.
    say({ run, type: 'end', answer: { error: toCrossedError(error) } });
  }
};

const start = async ({ run, name, input, facts }: Extract<ToThread, { type: 'run' }>): Promise<void> => {
  const context = new ThreadContext({
    facts,
    say: (said) => say({ run, ...said }),
    logger: () => {
      logger ??= createLogger({ service: 'worker', instance, level, format: 'json' });
      return logger.child({ commandId: facts.id, attempt: facts.attempt });
    },
  });
  current = { run, context };
  try {
    end(run, { value: await findHandler(name)(input, context.context) });
  } catch (thrown) {
    end(run, { error: toCrossedError(thrown) });
  }
};

parentPort?.on('message', (told: ToThread) => {
  if (told.type === 'run') return void start(told);
  if (current?.run !== told.run) return undefined;
  if (told.type === 'abort') return current.context.abort(told.error);
  if (told.type === 'act') return void current.context.act(told.call);
  return current.context.answer(told.call, told.answer);
});
