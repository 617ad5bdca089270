import { ControlError } from '../control/control-error.ts';
import { NothingRunsError } from './find-instance.ts';
import { UsageError, usageExitCode } from './parse-command-line.ts';
import { printError } from './terminal.ts';

/**
 * Faults of the caller or of the moment are told in a sentence; anything else is a fault of ours, with its stack.
 * @returns the exit code
 */
export const explain = async (error: unknown): Promise<number> => {
  if (error instanceof UsageError) {
    printError(`${error.message}\nSee: npx signalbox help`);
    return usageExitCode;
  }
  if (error instanceof NothingRunsError || error instanceof ControlError) {
    printError(error.message);
    return 1;
  }
  const { ApiProblem } = await import('@signalbox/client');
  if (error instanceof ApiProblem) {
    const { describeProblem } = await import('./commands/describe-problem.ts');
    printError(describeProblem(error));
    return 1;
  }
  printError(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return 1;
};
