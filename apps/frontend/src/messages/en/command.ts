const withoutStop = (text: string): string => text.replace(/\.$/, '');

/** The page of one command. */
export const command = {
  command: {
    title: 'Command',
    details: 'Details',
    attemptOf: (attempt: number, most: number) => `attempt ${attempt} of ${most}`,
    priority: (priority: string) => `priority ${priority}`,
    runAgain: 'Run again',
    copyCurl: 'Copy as curl',
    cancel: 'Cancel command',
    canceling: 'Canceling',
    cancelTitle: (name: string) => `Cancel ${name}?`,
    cancelText:
      'It will not run again. An attempt that runs is told to end, and what it spawned is canceled with it.',
    cancelReason: 'Reason (optional)',
    keep: 'Keep it',
    unreadable: 'The command could not be read.',
    missing: 'There is no command with this id',
    missingText: (id: string) =>
      `Nothing is recorded under ${id}. The id may be cut, or the command was pruned.`,
    toList: 'Go to Commands',
    tabs: { input: 'Input', result: 'Result', error: 'Error', attempts: 'Attempts', events: 'Events' },
  },
  lead: {
    scheduled: (when: string, left: string) => `Starts at ${when}, in ${left}.`,
    queued: (queue: string, elapsed: string) => `Waiting in ${queue} for ${elapsed}.`,
    running: (worker: string | undefined, elapsed: string) =>
      worker === undefined ? `Running for ${elapsed}.` : `Running on ${worker} for ${elapsed}.`,
    progress: (message: string, percent: number) => `${withoutStop(message)}, ${percent} % done.`,
    retrying: (attempt: number, left: string) =>
      `Attempt ${attempt} failed; attempt ${attempt + 1} starts in ${left}.`,
    retryDue: (attempt: number) => `Attempt ${attempt} waits for a free slot.`,
    completed: (took: string, attempt: number) =>
      attempt > 1 ? `Completed in ${took}, at attempt ${attempt}.` : `Completed in ${took}.`,
    failed: (attempt: number, message: string | undefined) => {
      const when = attempt > 1 ? `after ${attempt} attempts` : 'at the first attempt';
      return message === undefined ? `Failed ${when}.` : `Failed ${when}: ${withoutStop(message)}.`;
    },
    canceled: 'Canceled.',
    attemptFailed: (attempt: number, took: string, message: string | undefined) =>
      message === undefined
        ? `Attempt ${attempt} failed after ${took}.`
        : `Attempt ${attempt} failed after ${took}: ${withoutStop(message)}.`,
    attemptLost: (attempt: number, took: string) =>
      `Attempt ${attempt} was lost with its worker after ${took}.`,
    waited: (duration: string, queue: string) => `Before that the command waited ${duration} in ${queue}.`,
  },
  timeline: {
    label: 'Timeline',
    scheduled: 'Scheduled',
    scheduledNote: 'accepted, not yet due',
    queued: 'Queued',
    queuedNote: (queue: string) => `accepted into ${queue}`,
    attempt: (attempt: number) => `Attempt ${attempt}`,
    earlier: (count: number) => `Attempts 1 to ${count}`,
    earlierNote: 'failed, back-off included',
    backoff: 'Back-off',
    backoffNote: 'no slot held',
    ahead: (attempt: number) => `Attempt ${attempt}`,
    aheadNote: 'due then',
    rest: 'Left, estimated',
    restNote: 'ends about then',
    in: (duration: string) => `in ${duration}`,
    on: (worker: string) => `on ${worker}`,
    ends: {
      running: 'running',
      retried: 'failed',
      lost: 'worker lost',
      failed: 'failed',
      completed: 'completed',
      canceled: 'canceled',
    },
  },
  attempts: {
    none: 'No attempt yet',
    noneText: 'An attempt appears here when a worker takes the command from its queue.',
    title: (attempt: number, end: 'running' | 'retried' | 'lost' | 'failed' | 'completed' | 'canceled') => {
      const words = {
        running: 'runs',
        retried: 'failed',
        lost: 'lost',
        failed: 'failed',
        completed: 'completed',
        canceled: 'canceled',
      };
      return `Attempt ${attempt} ${words[end]}`;
    },
    remaining: (count: number) =>
      count > 0 ? `Attempts that remain after this one: ${count}.` : 'This is the last attempt.',
    lost: 'The worker stopped before the attempt ended, so the bus handed the command to another.',
    well: 'Ended without an error.',
    next: (attempt: number, wait: string) =>
      `The error can be retried, so attempt ${attempt} was set for ${wait} later.`,
    since: (time: string, elapsed: string) => `since ${time}, ${elapsed}`,
    span: (from: string, to: string, took: string) => `${from} to ${to}, ${took}`,
  },
  events: {
    label: 'Events, oldest first',
    attempt: (attempt: number) => `attempt ${attempt}`,
    queue: (queue: string) => `queue ${queue}`,
    next: (time: string) => `next attempt ${time}`,
  },
  result: {
    title: 'Result',
    error: 'Error',
    details: 'Details of the error',
    stack: 'Stack',
    copyError: 'Copy error',
    editAndRun: 'Edit input and run again',
    nextRetryable: (attempts: number) =>
      attempts === 1
        ? 'The one allowed attempt was used. The input is kept: run it again when the cause is gone.'
        : `All ${attempts} attempts were used. The input is kept: run it again when the cause is gone.`,
    nextFinal:
      'This error is not retried, since the same input would fail again. Mend the input or the cause and run it again.',
    none: 'No result',
    noneText: 'The command completed and returned nothing.',
    canceledText: 'The command was canceled before it ended.',
    notYet: 'No result yet',
    notYetText: 'The result appears here the moment the command ends.',
  },
  facts: {
    title: 'Facts',
    queue: 'Queue',
    priority: 'Priority',
    worker: 'Worker',
    submitted: 'Submitted',
    started: 'Started',
    finished: 'Finished',
    attempts: 'Attempts',
    attemptsOf: (attempt: number, most: number) => `${attempt} of at most ${most}`,
    timeout: 'Time-out',
    each: (duration: string) => `${duration} each attempt`,
    tags: 'Tags',
    replayOf: 'Replay of',
    parent: 'Parent',
    trace: 'Trace',
    ago: (age: string, time: string) => (age === 'now' ? `now, ${time}` : `${age} ago, ${time}`),
  },
} as const;
