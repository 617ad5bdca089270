import { z } from 'zod';
import { defineCommand } from './define-command.ts';

export const textProcess = defineCommand({
  name: 'text.process',
  title: 'Process text',
  description: 'Changes or counts a text.',
  queue: 'default',
  input: z.strictObject({
    text: z.string().max(200_000).describe('The text to work on'),
    operation: z.enum(['uppercase', 'lowercase', 'word_count', 'reverse']).default('uppercase'),
    delay_seconds: z.number().min(0).max(600).optional().describe('Wait this long first, in seconds'),
  }),
  output: z.object({
    success: z.boolean(),
    original_text: z.string(),
    processed_text: z.string().optional(),
    word_count: z.int().optional(),
    processing_time: z.number().describe('Seconds'),
    error_message: z.string().optional(),
  }),
  timeoutMs: 660_000,
  examples: [
    { title: 'Count words', input: { text: 'hello world', operation: 'word_count' } },
    { title: 'Upper case', input: { text: 'all well on the line', operation: 'uppercase' } },
  ],
});
