import type { Logger } from '@signalbox/runtime/observability/create-logger';
import type { HandlerContext, HandlerLog } from '../handlers/handler.ts';
import { AttemptLife, type AttemptFacts } from './attempt-life.ts';
import { Children } from './children.ts';
import { LogLines } from './log-lines.ts';
import { ProgressReports } from './progress-reports.ts';
import type { Slot } from '../lanes/slot.ts';
import type { HandlerServices } from './services.ts';
import { Steps } from './steps.ts';

/**
 * What a handler gets. Each part is made when it is first asked for, so that a handler that asks for nothing costs
 * nothing; each is a function of its own, so that a handler may take it out of the context.
 */
export class AttemptContext implements HandlerContext {
  readonly #life: AttemptLife;
  #logger: Logger | undefined;
  #progress: ProgressReports | undefined;
  #lines: LogLines | undefined;
  #steps: Steps | undefined;
  #children: Children | undefined;

  constructor(facts: AttemptFacts, services: HandlerServices, slot: Pick<Slot, 'releaseWhile'>) {
    this.#life = new AttemptLife(facts, services, slot);
  }

  get id(): string {
    return this.#life.facts.command.id;
  }

  get idempotencyKey(): string {
    return this.#life.facts.command.id;
  }

  get attempt(): number {
    return this.#life.facts.attempt;
  }

  get allowedAttempts(): number {
    return this.#life.facts.allowedAttempts;
  }

  get allowPrivateAddresses(): boolean {
    return this.#life.services.allowPrivateAddresses;
  }

  get ask(): HandlerContext['ask'] {
    return this.#life.services.ask;
  }

  get signal(): AbortSignal {
    return this.#life.signal;
  }

  get logger(): Logger {
    const { command, attempt } = this.#life.facts;
    const { id: commandId, traceId } = command;
    this.#logger ??= this.#life.services.logger.child({ commandId, attempt, traceId });
    return this.#logger;
  }

  get progress(): HandlerContext['progress'] {
    this.#progress ??= new ProgressReports(this.#life);
    return this.#progress.report;
  }

  get log(): HandlerLog {
    this.#lines ??= new LogLines(this.#life, () => this.logger);
    return this.#lines.log;
  }

  get step(): HandlerContext['step'] {
    return this.#keptSteps().step;
  }

  get spawn(): HandlerContext['spawn'] {
    // The catalog's types are in the interface; here a child is any command.
    return this.#family().spawn as HandlerContext['spawn'];
  }

  get spawnAll(): HandlerContext['spawnAll'] {
    return this.#family().spawnAll as HandlerContext['spawnAll'];
  }

  /** Tells the handler to end. */
  abort(error: Error): void {
    this.#life.abort(error);
  }

  /** The handler is done, or waited for no longer: sends what waits, so that it is stored before the outcome. */
  finish(): void {
    this.#progress?.flush();
    this.#lines?.flush();
    this.#children?.close();
    this.#life.isOver = true;
  }

  /** The command has ended: no later attempt needs what this one kept. */
  forget(): void {
    this.#steps?.remove();
  }

  #keptSteps(): Steps {
    this.#steps ??= new Steps(this.#life);
    return this.#steps;
  }

  #family(): Children {
    this.#children ??= new Children({
      life: this.#life,
      steps: () => this.#keptSteps(),
      report: (percent, message) => this.progress(percent, message),
    });
    return this.#children;
  }
}

/** @param slot lent to others while the handler only waits for its children */
export const createHandlerContext = (
  facts: AttemptFacts,
  services: HandlerServices,
  slot: Pick<Slot, 'releaseWhile'>,
): AttemptContext => new AttemptContext(facts, services, slot);
