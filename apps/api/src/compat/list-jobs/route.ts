import { z } from 'zod';
import { listCommands } from '../../commands/list-commands.ts';
import type { AddRoute } from '../../routes/add-route.ts';
import { listCatalogNames, toCatalogName } from '../names.ts';
import { toStatuses } from '../status-words.ts';
import { jobSchema, toJob } from '../to-job.ts';

const querySchema = z.object({
  command_filter: z.string().optional(),
  app_filter: z.string().optional(),
  status_filter: z.string().optional().describe('new, running, completed, failed or canceled'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

const schema = {
  tags: ['compatible'],
  summary: 'The newest jobs as open-notebook shows them',
  querystring: querySchema,
  response: { 200: z.array(jobSchema) },
};

/** The names to look for; undefined for all. */
const toNames = ({ command_filter, app_filter }: z.output<typeof querySchema>): string[] | undefined => {
  const named = command_filter === undefined ? undefined : [toCatalogName(command_filter, app_filter)];
  if (app_filter === undefined) return named;
  const ofApp = listCatalogNames(app_filter);
  return named?.filter((name) => ofApp.includes(name)) ?? ofApp;
};

export const addListJobs: AddRoute = (server, ctx) => {
  server.route({
    method: 'GET',
    url: '/api/commands/jobs',
    schema,
    handler: async ({ query }) => {
      const { limit, status_filter } = query;
      const common = {
        ...(status_filter !== undefined && { statuses: toStatuses(status_filter) }),
        sort: '-submittedAt' as const,
        limit,
      };
      const names = toNames(query);
      const list = (name?: string) => listCommands(ctx, { ...common, ...(name !== undefined && { name }) });
      const pages = await Promise.all(names?.map(list) ?? [list()]);
      // Ids sort by the time of submission.
      const newestFirst = pages.flatMap(({ items }) => items).toSorted((a, b) => (a.id < b.id ? 1 : -1));
      return newestFirst.slice(0, limit).map(toJob);
    },
  });
};
