import type { CommandView } from '@signalbox/shared/http/command-view';

/** The command ended as failed; its error tells why. */
export class CommandFailed extends Error {
  override readonly name = 'CommandFailed';
  readonly command: CommandView;

  constructor(command: CommandView) {
    super(`${command.name} ${command.id} failed: ${command.error?.message ?? 'no reason was recorded'}`);
    this.command = command;
  }
}

/** The command was canceled before it completed. */
export class CommandCanceled extends Error {
  override readonly name = 'CommandCanceled';
  readonly command: CommandView;

  constructor(command: CommandView) {
    super(`${command.name} ${command.id} was canceled${command.reason ? `: ${command.reason}` : ''}`);
    this.command = command;
  }
}

/** The wait is over before the command is; the command goes on. */
export class CommandTimeout extends Error {
  override readonly name = 'CommandTimeout';
  readonly id: string;
  /** As it was last seen; undefined if the API did not answer all the time. */
  readonly command: CommandView | undefined;

  constructor(id: string, timeoutMs: number, command: CommandView | undefined) {
    const state = command ? `is ${command.status}` : 'could not be read';
    super(`command ${id} ${state} after a wait of ${timeoutMs} ms`);
    this.id = id;
    this.command = command;
  }
}
