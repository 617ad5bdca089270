import { z } from 'zod';
import { defineCommand } from './define-command.ts';

export const httpRequest = defineCommand({
  name: 'http.request',
  title: 'HTTP request',
  description:
    'Sends one HTTP request. 429 and 5xx answers and network errors are tried again, with Retry-After honoured; other unexpected answers fail at once.',
  queue: 'http',
  input: z.strictObject({
    url: z.url({ protocol: /^https?$/ }).describe('http or https'),
    method: z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']).default('GET'),
    headers: z.record(z.string(), z.string()).default({}),
    body: z.string().max(500_000).optional(),
    expectStatus: z.int().min(100).max(599).optional().describe('Any 2xx unless set'),
  }),
  output: z.object({
    status: z.int(),
    headers: z.record(z.string(), z.string()),
    body: z.string(),
    truncated: z.boolean().describe('True if the body was cut at 256 kB'),
    durationMs: z.number(),
  }),
  retry: { maxAttempts: 5 },
  timeoutMs: 30_000,
  examples: [{ title: 'Ask this API how it is', input: { url: 'http://localhost:5055/health' } }],
});
