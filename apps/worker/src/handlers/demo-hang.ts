import type { demoHang } from '@signalbox/shared/commands/demo';
import type { Handler } from './handler.ts';

/** Never returns to the event loop of its thread. */
export const hang: Handler<typeof demoHang> = (_input, { log }) => {
  log.info('This handler hangs from now on.');
  for (;;) Math.random();
};
