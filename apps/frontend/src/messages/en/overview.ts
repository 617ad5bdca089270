/** The Overview page. */
export const overview = {
  overview: {
    verdict: 'State of the system',
    wellSince: (when: string, count: number) => `Since ${when}, all ${count} services.`,
    seeServices: 'See services',
    seeOpen: 'See open commands',
    lastHour: 'The last 60 minutes',
    statsUnreadable: 'The figures could not be read.',
    throughput: 'Throughput',
    perMinute: '/min',
    meanSub: (rate: string) => `${rate} mean over 1 h`,
    throughputChart: 'Commands that ended, per minute, over the last hour',
    failureRate: 'Failure rate, 1 h',
    failedSub: (failed: string, ended: string) => `${failed} of ${ended} ended`,
    failureChart: 'Share of ended commands that failed, per minute, over the last hour',
    wait: 'Wait p95',
    runSub: (duration: string) => `run p95 ${duration}`,
    waitChart: 'Time from submission to the first attempt, 95th percentile, over the last hour',
    backlog: 'Backlog',
    backlogSub: (waiting: string, running: string) => `${waiting} wait, ${running} taken`,
    backlogChart: 'Commands accepted and not ended, over the last hour',
    worstFirst: 'worst first',
    allServices: 'All services',
  },
  queues: {
    title: 'Queues',
    note: (count: number) => `${count} ${count === 1 ? 'queue' : 'queues'}`,
    unreadable: 'The queues could not be read.',
    queue: 'Queue',
    waiting: 'Waiting',
    oldest: 'Oldest',
    running: 'Running',
    noWorker: 'no worker',
    slots: (running: number, slots: number) => `${running} of ${slots}`,
    paused: 'paused',
    concurrency: (limit: number) => `at most ${limit} at once`,
    rate: (perSecond: number) => `at most ${perSecond} /s`,
  },
  failures: {
    title: 'Failures',
    note: (count: string, kinds: number) =>
      `${count} in 60 min, ${kinds} ${kinds === 1 ? 'kind' : 'kinds'}, time of the last`,
    unreadable: 'The failures could not be read.',
    noneInHour: 'None of the commands of the last 60 minutes failed.',
    review: 'Review',
    reviewLabel: (count: number, name: string, code: string) =>
      count === 1
        ? `Review the ${name} that failed with ${code}`
        : `Review ${count} ${name} that failed with ${code}`,
  },
  first: {
    emptyTitle: 'No command has run yet',
    emptyText:
      'Commands appear here the moment they are accepted, from this console or from any client of the API. Run one to see the whole way: accepted, queued, run by a worker, recorded.',
    sampleText: 'all well on the line',
    runSample: 'Run text.process',
    chooseCommand: 'Choose a command',
    notAccepted: 'The command was not accepted.',
  },
} as const;
