import type { ActionStates } from '@signalbox/runtime/bus/action-states';
import type { CancelContext } from '../commands/cancel-command.ts';
import type { CommandView, EventLog } from '../commands/ports.ts';
import type { SubmitOnceContext } from '../commands/submit-once.ts';

export type ActionsContext = SubmitOnceContext &
  CancelContext & {
    view: Pick<CommandView, 'find' | 'list' | 'listIds'>;
    eventLog: EventLog;
    actions: ActionStates;
    /** The name of this process. */
    instance: string;
  };
