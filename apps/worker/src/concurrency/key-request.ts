import type { LeasedMessage } from '@signalbox/runtime/bus/leases';

/** A command that wants a place of its key. */
export interface KeyRequest {
  key: string;
  /** So many places there are. */
  limit: number;
  commandId: string;
  queue: string;
  message: LeasedMessage;
  /** The command is not to run any more, so it need not wait. */
  isPointless: () => boolean;
}
