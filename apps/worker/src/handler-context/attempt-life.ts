import { AppError } from '@signalbox/shared/errors/app-error';
import type { CommandEnvelope } from '@signalbox/shared/commands/envelope';
import type { CommandEvent } from '@signalbox/shared/events/command-event';
import type { Slot } from '../lanes/slot.ts';
import type { HandlerServices } from './services.ts';

/** What is known of an attempt when its handler starts. */
export interface AttemptFacts {
  command: CommandEnvelope;
  /** From 1. */
  attempt: number;
  allowedAttempts: number;
  /** Epoch ms. */
  startedAt: number;
  message: { header?(name: string): string | undefined };
}

/** One attempt as the parts of its context see it: its facts, its signal, and whether it is over. */
export class AttemptLife {
  readonly facts: AttemptFacts;
  readonly services: HandlerServices;
  readonly slot: Pick<Slot, 'releaseWhile'>;
  /** Nothing that a handler still asks for after its end counts. */
  isOver = false;
  #controller: AbortController | undefined;
  #abortedBy: Error | undefined;

  constructor(facts: AttemptFacts, services: HandlerServices, slot: Pick<Slot, 'releaseWhile'>) {
    this.facts = facts;
    this.services = services;
    this.slot = slot;
  }

  /** Made when first asked for: most handlers never look. */
  get signal(): AbortSignal {
    if (!this.#controller) {
      this.#controller = new AbortController();
      if (this.#abortedBy) this.#controller.abort(this.#abortedBy);
    }
    return this.#controller.signal;
  }

  abort(error: Error): void {
    this.#abortedBy ??= error;
    this.#controller?.abort(error);
  }

  /** @throws AppError `command.interrupted` once the attempt has ended; the signal's reason once it is told to end */
  assertGoesOn(): void {
    if (this.isOver)
      throw new AppError('command.interrupted', 'The attempt has ended; what it does now is not kept.');
    if (this.#abortedBy) throw this.#abortedBy;
  }

  /** Events go out in the order of these calls, so what is told before the end is stored before the outcome. */
  tell(event: CommandEvent): void {
    this.services.eventLog.append(this.facts.command.queue, event).catch((error: unknown) => {
      this.services.logger.warn({ commandId: event.id, type: event.type, err: error }, 'event not stored');
    });
  }
}
