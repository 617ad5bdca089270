import { healthReportSchema, type HealthReport } from '@signalbox/shared/health/report';
import { z } from 'zod';
import { formatMessage } from '../../streaming/format-message.ts';
import { openStream, wantsEventStream } from '../../streaming/open-stream.ts';
import type { AddRoute } from '../add-route.ts';

const schema = {
  tags: ['health', 'live'],
  summary: 'The state of every service, as JSON or live as server-sent events',
  description: 'With Accept: text/event-stream every new report as `event: report`.',
  response: {
    200: {
      description: 'The health report',
      content: {
        'application/json': { schema: healthReportSchema },
        'text/event-stream': { schema: z.string() },
      },
    },
  },
};

const toMessage = (report: HealthReport): string =>
  formatMessage({ id: Date.parse(report.at), event: 'report', data: report });

export const addListServices: AddRoute = (server, { reports, streams }) => {
  server.route({
    method: 'GET',
    url: '/v1/services',
    schema,
    handler: async (request, reply) => {
      if (!wantsEventStream(request)) return reply.send(reports.current());
      const stream = openStream(streams, reply);
      stream.onClose(reports.subscribe((report) => stream.send(toMessage(report))));
      stream.send(toMessage(reports.current()));
      return reply;
    },
  });
};
