import { AppError } from '@signalbox/shared/errors/app-error';
import type { HealthReport, ServiceReport } from '@signalbox/shared/health/report';
import { nearNames } from '../commands/near-names.ts';

/** @throws AppError `service.not_found` */
export const getService = (report: HealthReport, name: string): ServiceReport => {
  const service = report.items.find((item) => item.name === name);
  if (service) return service;
  const known = report.items.map((item) => item.name);
  throw new AppError(
    'service.not_found',
    `No service is named ${JSON.stringify(name)}; known are ${known.join(', ')}.`,
    {
      details: { suggestions: nearNames(name, known) },
    },
  );
};
