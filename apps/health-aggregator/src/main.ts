import { runService } from '@signalbox/runtime/lifecycle/run-service';
import { createHealthAggregator } from './service.ts';

await runService('health-aggregator', createHealthAggregator);
