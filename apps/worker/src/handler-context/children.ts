import { headers } from '@signalbox/shared/naming';
import type { CommandEnvelope } from '@signalbox/shared/commands/envelope';
import { AppError } from '@signalbox/shared/errors/app-error';
import type { AnyChild, ChildOutcome, SpawnAllOptions, SpawnOptions } from '../handlers/handler.ts';
import type { AttemptLife } from './attempt-life.ts';
import { ChildWaits } from './child-waits.ts';
import { makeChild, parseChildInput, type ChildRequest } from './make-child.ts';
import { persist } from './persist.ts';
import type { Steps } from './steps.ts';

const defaultConcurrency = 10;

export interface ChildrenOptions {
  life: AttemptLife;
  steps: () => Steps;
  report: (percent: number, message: string) => void;
}

/** A rejection that a handler has not come to await yet must not count as unhandled. */
const quiet = <Value>(promise: Promise<Value>): Promise<Value> => {
  promise.catch(() => undefined);
  return promise;
};

/** The children that one attempt spawns and waits for. */
export class Children {
  readonly #life: AttemptLife;
  readonly #steps: () => Steps;
  readonly #report: ChildrenOptions['report'];
  readonly #waits: ChildWaits;
  #calls = 0;

  constructor({ life, steps, report }: ChildrenOptions) {
    this.#life = life;
    this.#steps = steps;
    this.#report = report;
    this.#waits = new ChildWaits(life);
  }

  readonly spawn = async (name: string, input: unknown, options: SpawnOptions = {}): Promise<AnyChild> => {
    this.#calls += 1;
    const { key = String(this.#calls), ...rest } = options;
    const id = await this.#publishOnce({ name, input: parseChildInput(name, input), options: rest, key });
    return { id, ended: () => quiet(this.#waits.withoutSlot(this.#outcome(id))) };
  };

  readonly spawnAll = async (
    name: string,
    inputs: readonly unknown[],
    options: SpawnAllOptions = {},
  ): Promise<ChildOutcome[]> => {
    this.#calls += 1;
    const {
      key = String(this.#calls),
      concurrency = defaultConcurrency,
      failFast = false,
      ...rest
    } = options;
    const requests = inputs.map((input, n) => ({
      name,
      input: parseChildInput(name, input, `inputs.${n}`),
      options: rest,
      key: `${key}/${n}`,
    }));
    return this.#waits.withoutSlot(this.#runAll(requests, { concurrency, failFast }));
  };

  /** The attempt is over. */
  close(): void {
    this.#waits.close();
  }

  async #runAll(
    requests: readonly ChildRequest[],
    { concurrency, failFast }: { concurrency: number; failFast: boolean },
  ): Promise<ChildOutcome[]> {
    const outcomes: ChildOutcome[] = [];
    let next = 0;
    let ended = 0;
    const runInTurn = async (): Promise<void> => {
      for (let n = next++; n < requests.length; n = next++) {
        const outcome = await this.#runOne(requests[n]);
        outcomes[n] = outcome;
        ended += 1;
        this.#report((ended / requests.length) * 100, `${ended} of ${requests.length}`);
        if (failFast && outcome.status !== 'completed') throw toFailure(outcome);
      }
    };
    try {
      await Promise.all(Array.from({ length: Math.max(1, concurrency) }, runInTurn));
    } finally {
      // After a failure the others spawn no more.
      next = requests.length;
    }
    return outcomes;
  }

  async #runOne(request: ChildRequest | undefined): Promise<ChildOutcome> {
    if (!request) throw new RangeError('There is no such child.');
    return this.#outcome(await this.#publishOnce(request));
  }

  /**
   * The intention is kept before the child is published: where a later attempt finds none, there is no child; where it
   * finds one, it looks whether the child is there.
   */
  async #publishOnce(request: ChildRequest): Promise<string> {
    const { facts } = this.#life;
    const child = makeChild(facts.command, request, Date.now());
    this.#waits.listen();
    let isNew = false;
    await this.#steps().run(`spawn\0${request.key}`, () => {
      isNew = true;
      return child.id;
    });
    if (isNew || (await this.#isAbsent(child.id))) await this.#publish(child);
    return child.id;
  }

  async #isAbsent(id: string): Promise<boolean> {
    const state = await persist(this.#life, () => this.#life.services.family.look(id));
    if (state.kind === 'ended') this.#waits.hear(state.end);
    return state.kind === 'absent';
  }

  async #publish(child: CommandEnvelope): Promise<void> {
    const { services, facts } = this.#life;
    const traceparent = facts.message.header?.(headers.traceparent);
    const carried = traceparent === undefined ? {} : { [headers.traceparent]: traceparent };
    await persist(this.#life, () => services.family.publish(child, carried));
    // Nobody waits for this one: every later event of the child tells the same.
    services.eventLog
      .append(child.queue, { type: 'accepted', id: child.id, at: child.submittedAt, command: child })
      .catch(() => undefined);
  }

  async #outcome(id: string): Promise<ChildOutcome> {
    const { status, result, resultRef, error } = await this.#waits.end(id);
    if (status === 'completed') {
      const value = resultRef
        ? await persist(this.#life, () => this.#life.services.family.readResult(resultRef))
        : result;
      return { id, status, result: value };
    }
    return {
      id,
      status,
      error: error ?? { code: 'command.lost', message: 'no error is known', retryable: false },
    };
  }
}

const toFailure = (outcome: ChildOutcome): AppError => {
  const why = outcome.status === 'completed' ? '' : `: ${outcome.error.message}`;
  return new AppError('child.failed', `The child ${outcome.id} is ${outcome.status}${why}`, {
    details: { childId: outcome.id },
  });
};
