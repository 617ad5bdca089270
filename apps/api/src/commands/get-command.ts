import { AppError } from '@signalbox/shared/errors/app-error';
import type { CommandView as CommandDocument } from '@signalbox/shared/http/command-view';
import { locateCommand, type LocateContext } from './locate-command.ts';

/**
 * One command as it stands. Never a 404 for an id that was answered with 202.
 * @throws AppError `command.not_found`, or as `locateCommand`
 */
export const getCommand = async (ctx: LocateContext, id: string): Promise<CommandDocument> => {
  const command = await locateCommand(ctx, id);
  if (command) return command;
  throw new AppError(
    'command.not_found',
    `No command has the id ${id}. GET /v1/commands lists what there is.`,
  );
};
