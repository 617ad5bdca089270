import { runService } from '@signalbox/runtime/lifecycle/run-service';
import { createApi } from './service.ts';

await runService('api', createApi);
