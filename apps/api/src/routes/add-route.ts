import type { ApiContext } from '../api-context.ts';
import type { ApiServer } from '../server-types.ts';

/** What every route file exports: puts its endpoint on the server. */
export type AddRoute = (server: ApiServer, ctx: ApiContext) => void;
