import { AppError } from '@signalbox/shared/errors/app-error';
import type { StoredStep } from '@signalbox/runtime/bus/step-store';
import type { AttemptLife } from './attempt-life.ts';
import { persist } from './persist.ts';

const maxKeyLength = 200;
const maxResultBytes = 512 * 1024;

const assertKey = (key: unknown): void => {
  if (typeof key === 'string' && key.length > 0 && key.length <= maxKeyLength) return;
  const given = typeof key === 'string' ? `${key.length} characters` : typeof key;
  throw new AppError(
    'step.invalid',
    `The key of a step is a text of 1 to ${maxKeyLength} characters, not ${given}.`,
  );
};

/** A result as every later attempt will see it, so that the first attempt sees no more than that. */
const toKeptResult = (key: string, result: unknown): unknown => {
  if (result === undefined) return undefined;
  let json: string | undefined;
  try {
    json = JSON.stringify(result);
  } catch (error) {
    throw new AppError('step.invalid', `The result of step "${key}" is not JSON: ${String(error)}`, {
      cause: error,
    });
  }
  if (json === undefined)
    throw new AppError(
      'step.invalid',
      `The result of step "${key}" is a ${typeof result}; return what JSON can hold.`,
    );
  const bytes = Buffer.byteLength(json);
  if (bytes > maxResultBytes) {
    throw new AppError(
      'step.invalid',
      `The result of step "${key}" has ${bytes} bytes; ${maxResultBytes} can be kept. Store it elsewhere and return where.`,
    );
  }
  return JSON.parse(json) as unknown;
};

/**
 * The checkpoints of one attempt. What earlier attempts finished is read at the first use; in a first attempt too, for
 * nats-server 2.9 may say of a delivery that a dead worker had before that it is the first. It may even deliver a command
 * to two workers at once, after it was killed: so each step that is not known asks, before it runs, whether it is done.
 */
export class Steps {
  readonly #life: AttemptLife;
  readonly #results = new Map<string, Promise<unknown>>();
  #earlier: Promise<Map<string, StoredStep>> | undefined;

  constructor(life: AttemptLife) {
    this.#life = life;
  }

  /** Runs `act` unless a step of this key is finished or under way, and keeps its result before it resolves. */
  readonly step = async <Result>(key: string, act: () => Result | Promise<Result>): Promise<Result> => {
    assertKey(key);
    return this.run(key, act);
  };

  /** As `step`, under a key of the context's own. */
  run<Result>(key: string, act: () => Result | Promise<Result>): Promise<Result> {
    const known = this.#results.get(key);
    // Whoever uses one key for two kinds of results has them mixed up; the type cannot know.
    if (known) return known as Promise<Result>;
    const result = this.#runOnce(key, act);
    this.#results.set(key, result);
    result.catch(() => this.#results.delete(key));
    return result as Promise<Result>;
  }

  /** Removes what is stored of the command; nobody waits for it, for the bucket forgets it in time. */
  remove(): void {
    const { services, facts } = this.#life;
    services.steps.remove(facts.command.id).catch((error: unknown) => {
      services.logger.debug({ commandId: facts.command.id, err: error }, 'steps not removed');
    });
  }

  async #runOnce(key: string, act: () => unknown): Promise<unknown> {
    this.#life.assertGoesOn();
    const stored = await this.#find(key);
    if (stored) return stored.result;
    this.#life.assertGoesOn();
    const result = toKeptResult(key, await act());
    const { services, facts } = this.#life;
    const step = { key, at: Date.now(), ...(result !== undefined && { result }) };
    return (await persist(this.#life, () => services.steps.store(facts.command.id, step))).result;
  }

  async #find(key: string): Promise<StoredStep | undefined> {
    if (!this.#earlier) {
      this.#earlier = this.#readEarlier();
      return (await this.#earlier).get(key);
    }
    const earlier = (await this.#earlier).get(key);
    if (earlier) return earlier;
    const { services, facts } = this.#life;
    return persist(this.#life, () => services.steps.find(facts.command.id, key));
  }

  async #readEarlier(): Promise<Map<string, StoredStep>> {
    const { services, facts } = this.#life;
    const steps = await persist(this.#life, () => services.steps.list(facts.command.id));
    return new Map(steps.map((step) => [step.key, step]));
  }
}
