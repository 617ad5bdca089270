import type { CommandEnvelope } from '@signalbox/shared/commands/envelope';
import type { ResultRef } from '@signalbox/shared/events/command-event';
import type { CommandEnd } from '@signalbox/shared/status/command-end';

export type ChildState = { kind: 'open' } | { kind: 'ended'; end: CommandEnd } | { kind: 'absent' };

/** What a parent needs of the bus to spawn children and to hear of their ends. */
export interface Family {
  /**
   * Stores a child to be executed; storing it twice is the same as once within the server's window.
   * @throws AppError `request.too_large`, `bus.unavailable` or `bus.full`
   */
  publish(child: CommandEnvelope, headers: Record<string, string>): Promise<void>;
  /** @throws AppError `bus.unavailable` if nobody can tell now */
  look(id: string): Promise<ChildState>;
  /** Hears of ends from now on; a hint, for such messages may be lost. Returns the way to stop. */
  listen(parentId: string, onEnd: (end: CommandEnd) => void): () => void;
  readResult(ref: ResultRef): Promise<unknown>;
}
