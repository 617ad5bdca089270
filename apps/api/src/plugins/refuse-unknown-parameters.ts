import { z } from 'zod';
import type { ApiServer } from '../server-types.ts';

const noParameters = z.strictObject({});

/**
 * Routes that name no query parameters take none: one that is misspelt, or meant for another route, is refused instead
 * of passed over. For routes that are added after it.
 */
export const refuseUnknownParameters = (server: ApiServer): void => {
  server.addHook('onRoute', ({ url, schema }) => {
    if (url.startsWith('/v1/') && schema) schema.querystring ??= noParameters;
  });
};
