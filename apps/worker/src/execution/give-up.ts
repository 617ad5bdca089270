import { AppError } from '@signalbox/shared/errors/app-error';

/** Why an attempt is given up before its handler is done. */
export type GiveUpReason = 'timed-out' | 'deadline' | 'canceled' | 'interrupted' | 'lease-lost';

/** Whether a result that a handler still returns after it was told to end counts: the work is done, so why not keep it. */
export const keepsResult: Readonly<Record<GiveUpReason, boolean>> = {
  'timed-out': false,
  deadline: false,
  canceled: true,
  interrupted: true,
  'lease-lost': true,
};

/** A process that stops is ended by its supervisor soon after, so a handler has less time to end by itself. */
const longestInterruptedGraceMs = 1_000;

/** How long a handler may take to end by itself, in ms. */
export const toGraceMs = (reason: GiveUpReason, graceMs: number): number =>
  reason === 'interrupted' ? Math.min(graceMs, longestInterruptedGraceMs) : graceMs;

/** The reason of the abort signal, and the outcome of an attempt whose handler gives no other. */
export const toGiveUpError = (
  reason: GiveUpReason,
  { timeoutMs, text }: { timeoutMs: number; text: string | undefined },
): AppError => {
  switch (reason) {
    case 'timed-out':
      return new AppError('command.timed_out', `The attempt took longer than its limit of ${timeoutMs} ms.`);
    case 'deadline':
      return new AppError('command.deadline_exceeded', text ?? 'The command did not end by its deadline.');
    case 'canceled':
      return new AppError('command.canceled', text ?? 'The command was canceled.');
    case 'interrupted':
      return new AppError('command.interrupted', text ?? 'The worker stopped before the attempt ended.');
    case 'lease-lost':
      return new AppError(
        'command.interrupted',
        text ?? 'The worker lost its lease; another worker may have the command.',
      );
    default:
      return reason satisfies never;
  }
};
