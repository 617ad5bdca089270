import { AppError } from '@signalbox/shared/errors/app-error';
import { NonRetryableError, RetryableError } from '@signalbox/shared/errors/handler-errors';
import { expect, test } from 'vitest';
import { toErrorFacts } from './error-facts.ts';
import { isWorthRetrying } from './retry-rules.ts';

const conflict = new RetryableError('conflict', { code: 'store.conflict' });
const missing = new NonRetryableError('gone', 'document.missing');
const refused = Object.assign(new TypeError('no'), { code: 'ECONNREFUSED' });
const notFound = new AppError('http.unexpected_status', '404');

test.each([
  ['neither: an unknown error', new Error('boom'), {}, true],
  ['neither: an error that says it is in vain', missing, {}, false],
  ['neither: a registered code that says it is in vain', notFound, {}, false],
  ['retryOn its class', refused, { retryOn: ['TypeError'] }, true],
  ['retryOn a base class', refused, { retryOn: ['Error'] }, true],
  ['retryOn its code', refused, { retryOn: ['ECONNREFUSED'] }, true],
  ['retryOn the beginning of its code', conflict, { retryOn: ['store.*'] }, true],
  ['retryOn any of several', conflict, { retryOn: ['TypeError', 'store.conflict'] }, true],
  ['retryOn others', conflict, { retryOn: ['TypeError', 'store.away', 'stor.*'] }, false],
  ['retryOn nothing', conflict, { retryOn: [] }, false],
  ['retryOn a base class of what is in vain', missing, { retryOn: ['Error'] }, false],
  ['retryOn the code of what is in vain', missing, { retryOn: ['document.missing'] }, true],
  ['retryOn the beginning of the code of what is in vain', notFound, { retryOn: ['http.*'] }, true],
  ['stopOn its class', refused, { stopOn: ['TypeError'] }, false],
  ['stopOn a base class', refused, { stopOn: ['Error'] }, false],
  ['stopOn its code', conflict, { stopOn: ['store.conflict'] }, false],
  ['stopOn others', conflict, { stopOn: ['TypeError', 'http.*'] }, true],
  ['stopOn wins over retryOn', conflict, { retryOn: ['store.*'], stopOn: ['RetryableError'] }, false],
  ['retryOn matches and stopOn does not', conflict, { retryOn: ['store.*'], stopOn: ['TypeError'] }, true],
])('%s', (_, error, rules, expected) => {
  expect(isWorthRetrying(toErrorFacts(error), rules)).toBe(expected);
});
