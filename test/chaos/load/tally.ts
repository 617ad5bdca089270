import type { PlannedCommand } from '../plan/command-kinds.ts';

/** An answer that names the unfinished command of a unique key. */
export interface DuplicateAnswer {
  id: string;
  uniqueKey: string;
  /** When the submission was sent first, in epoch ms. */
  sentAt: number;
}

/** What the submitting side knows. */
export class Tally {
  /** Every id that the API answered for, with what was asked. */
  readonly accepted = new Map<string, PlannedCommand>();
  /** Submissions that were answered with another command of their unique key. */
  readonly duplicates: DuplicateAnswer[] = [];
  /** Refusals by code. */
  readonly refused = new Map<string, number>();
  /** Commands whose cancellation was refused or not answered. */
  readonly notCanceled = new Set<string>();
  /** Requests of which nobody knows whether they were accepted, and which were not sent again. */
  unanswered = 0;
  /** Requests that were sent again with their key. */
  resent = 0;
  /** What the API must never do. */
  readonly violations: string[] = [];

  accept(id: string, command: PlannedCommand): void {
    if (!command.ends)
      this.violations.push(`${id} of kind ${command.kind} was accepted; it is to be refused`);
    this.accepted.set(id, command);
  }

  refuse(code: string, command: PlannedCommand): void {
    this.refused.set(code, (this.refused.get(code) ?? 0) + 1);
    const isPassing = code === 'bus.unavailable' || code === 'bus.full' || code === 'store.unavailable';
    if (command.ends && !isPassing)
      this.violations.push(`a valid command of kind ${command.kind} was refused with ${code}`);
  }

  /** @param first the id that an earlier request with the same key was answered with */
  expectSame(key: string, { first, again }: { first: string; again: string }): void {
    if (first !== again)
      this.violations.push(`the key ${key} stands for two commands, ${first} and ${again}`);
  }
}
