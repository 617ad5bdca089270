import type { Msg } from '@nats-io/transport-node';
import { healthReportSchema, type HealthReport } from '@signalbox/shared/health/report';
import { subjects } from '@signalbox/shared/naming';
import type { Logger } from 'pino';
import type { Bus } from './connect.ts';

const requestTimeoutMs = 1_000;

/** Hands on every report of the health aggregator, and asks for one now; returns the way to end that. */
export const watchReports = (
  bus: Bus,
  logger: Logger,
  onReport: (report: HealthReport) => void,
): (() => void) => {
  const read = (message: Msg): void => {
    try {
      onReport(healthReportSchema.parse(message.json()));
    } catch (error) {
      logger.warn({ err: error }, 'unreadable health report');
    }
  };
  const subscription = bus.nc.subscribe(subjects.healthReport, {
    callback: (error, message) => {
      if (!error) read(message);
    },
  });
  bus.nc.request(subjects.healthReportRequest, '', { timeout: requestTimeoutMs }).then(read, () => {
    // The aggregator may start later than this process; its reports come by themselves then.
  });
  return () => subscription.unsubscribe();
};
