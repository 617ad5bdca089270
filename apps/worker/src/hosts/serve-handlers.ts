import { createLogger, type Logger } from '@signalbox/runtime/observability/create-logger';
import { findHandler } from '../handlers/index.ts';
import { toCrossedError } from './crossed-error.ts';
import type { HostSettings } from './host.ts';
import { HostedContext } from './hosted-context.ts';
import type { Answer, FromHost, ToHost } from './protocol.ts';

/**
 * The side of a host: one handler at a time, for as long as the pool keeps it. Returns what hears what it is told.
 * @param say throws if the value cannot leave the host
 */
export const serveHandlers = (
  { instance, logLevel: level }: HostSettings,
  say: (said: FromHost) => void,
): ((told: ToHost) => void) => {
  let logger: Logger | undefined;
  let current: { run: number; context: HostedContext } | undefined;

  const end = (run: number, answer: Answer): void => {
    try {
      say({ run, type: 'end', answer });
    } catch (error) {
      // A function or a socket, say.
      say({ run, type: 'end', answer: { error: toCrossedError(error) } });
    }
  };

  const start = async ({ run, name, input, facts }: Extract<ToHost, { type: 'run' }>): Promise<void> => {
    const context = new HostedContext({
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

  say({ run: 0, type: 'ready' });
  return (told) => {
    if (told.type === 'run') return void start(told);
    if (current?.run !== told.run) return undefined;
    if (told.type === 'abort') return current.context.abort(told.error);
    if (told.type === 'act') return void current.context.act(told.call);
    return current.context.answer(told.call, told.answer);
  };
};
