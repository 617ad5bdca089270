import type { SupervisorService } from '../service.ts';
import { print } from './terminal.ts';

/** npm passes Ctrl-C on to a process that the terminal has told already; the echo is not a second wish. */
const echoMs = 500;

export interface StopRequest {
  reason: string;
  exitCode: number;
}

/** Collects the ways in which everything can be asked to stop. The first counts; a later Ctrl-C kills. */
export class StopRequests {
  readonly first: Promise<StopRequest>;
  readonly #resolve: (request: StopRequest) => void;
  #firstAtMs: number | undefined;
  #onInsist: () => void = () => undefined;

  constructor() {
    const { promise, resolve } = Promise.withResolvers<StopRequest>();
    this.first = promise;
    this.#resolve = resolve;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => this.ask({ reason: signal, exitCode: 0 }));
    }
  }

  ask(request: StopRequest): void {
    if (this.#firstAtMs === undefined) {
      this.#firstAtMs = Date.now();
      this.#resolve(request);
    } else if (request.reason === 'SIGINT' && Date.now() - this.#firstAtMs > echoMs) {
      this.#onInsist();
    }
  }

  onInsist(act: () => void): void {
    this.#onInsist = act;
  }
}

const words: Readonly<Record<string, string>> = {
  SIGINT: 'Ctrl-C',
  SIGTERM: 'asked to (SIGTERM)',
  SIGHUP: 'the terminal is gone',
};

/** Stops everything in order, with a line for each process. */
export const stopAll = async (
  service: SupervisorService,
  request: StopRequest,
  requests: StopRequests,
): Promise<number> => {
  print(`\n  Stopping: ${words[request.reason] ?? request.reason}. Ctrl-C again kills at once.`);
  let exitCode = request.exitCode;
  requests.onInsist(() => {
    exitCode = 1;
    service.supervisor.kill();
  });
  const askedAtMs = Date.now();
  const end = service.supervisor.onChange(({ spec, model }, before) => {
    if (model.state === 'stopped' && before.state === 'stopping') print(`  ○ ${spec.name} stopped`);
  });
  await service.stop();
  end();
  print(`  Everything has stopped, in ${((Date.now() - askedAtMs) / 1_000).toFixed(1)} s.`);
  return exitCode;
};
