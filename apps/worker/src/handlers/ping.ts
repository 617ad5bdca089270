import type { systemPing } from '@signalbox/shared/commands/system-ping';
import type { Handler } from './handler.ts';

export const ping: Handler<typeof systemPing> = () => ({ pong: true, at: new Date().toISOString() });
