import { z } from 'zod';
import { defineCommand } from './define-command.ts';

export const systemPing = defineCommand({
  name: 'system.ping',
  title: 'Ping',
  description: 'Goes through the whole path and answers with the time. Shows that everything is connected.',
  queue: 'default',
  input: z.strictObject({}),
  output: z.object({ pong: z.literal(true), at: z.iso.datetime() }),
  timeoutMs: 10_000,
  examples: [{ title: 'Ping', input: {} }],
});
