import { serviceReportSchema } from '@signalbox/shared/health/report';
import { z } from 'zod';
import { getService } from '../../health/get-service.ts';
import type { AddRoute } from '../add-route.ts';

const schema = {
  tags: ['health'],
  summary: 'One service with its instances and checks',
  params: z.object({ name: z.string().min(1).max(100) }),
  response: { 200: serviceReportSchema },
};

export const addGetService: AddRoute = (server, { reports }) => {
  server.route({
    method: 'GET',
    url: '/v1/services/:name',
    schema,
    handler: async ({ params }) => getService(reports.current(), params.name),
  });
};
