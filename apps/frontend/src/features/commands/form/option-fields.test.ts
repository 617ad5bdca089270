import { catalog, toCatalogEntry } from '@signalbox/shared/commands/catalog';
import { submitSchema } from '@signalbox/shared/http/submit';
import { expect, test } from 'vitest';
import { toOptionFields, toOptions } from './option-fields.ts';

const fields = toOptionFields(toCatalogEntry(catalog[0]));

test('Options left empty are not sent', () => {
  expect(toOptions(fields, {})).toEqual({ input: {}, problems: {} });
});

test('Every option that is set passes the rules of a submission', () => {
  const raw = {
    queue: 'http',
    priority: 'high',
    tags: 'one\ntwo',
    delayMs: '500',
    timeoutMs: '9000',
    'retry.enabled': 'true',
    'retry.maxAttempts': '7',
    'retry.strategy': 'fixed',
    'retry.waitMs': '100',
    'retry.waitMinMs': '1',
    'retry.waitMaxMs': '2',
  };
  expect(Object.keys(raw)).toEqual(fields.map(({ name }) => name));
  const { input } = toOptions(fields, raw);
  expect(submitSchema.parse({ name: 'system.ping', input: {}, ...input })).toMatchObject({
    priority: 'high',
    tags: ['one', 'two'],
    retry: { enabled: true, maxAttempts: 7, strategy: 'fixed' },
  });
});

test('Every strategy and priority offered is one the API takes', () => {
  for (const { name, choices } of fields) {
    for (const choice of choices) {
      const { input } = toOptions(fields, { [name]: choice });
      expect(submitSchema.safeParse({ name: 'x', input: {}, ...input }).success).toBe(true);
    }
  }
});
