import type { AddRoute } from '../routes/add-route.ts';
import { addDeleteJob } from './delete-job/route.ts';
import { addGetJob } from './get-job/route.ts';
import { addGetRegistry } from './get-registry/route.ts';
import { addListJobs } from './list-jobs/route.ts';
import { addPostJob } from './post-job/route.ts';

/** Routes in the words of open-notebook. They translate, and hold no logic. */
export const compatRoutes: readonly AddRoute[] = [
  addPostJob,
  addListJobs,
  addGetJob,
  addDeleteJob,
  addGetRegistry,
];
