import { z } from 'zod';
import { defineCommand } from './define-command.ts';

export const dataAnalyze = defineCommand({
  name: 'data.analyze',
  title: 'Analyse numbers',
  description: 'Count, sum, average, least and greatest of a list of numbers.',
  queue: 'default',
  input: z.strictObject({
    numbers: z.array(z.number()).min(1).max(100_000).describe('At least one number'),
    analysis_type: z.enum(['basic', 'detailed']).default('basic'),
    delay_seconds: z.number().min(0).max(600).optional().describe('Wait this long first, in seconds'),
  }),
  output: z.object({
    success: z.boolean(),
    analysis_type: z.string(),
    count: z.int(),
    sum: z.number().optional(),
    average: z.number().optional(),
    min_value: z.number().optional(),
    max_value: z.number().optional(),
    processing_time: z.number().describe('Seconds'),
    error_message: z.string().optional(),
  }),
  timeoutMs: 660_000,
  examples: [{ title: 'Five numbers', input: { numbers: [3, 1, 4, 1, 5], analysis_type: 'basic' } }],
});
