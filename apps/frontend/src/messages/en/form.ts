/** The New command page. */
export const form = {
  form: {
    commands: 'Commands of the catalog',
    command: 'Command',
    catalogUnreadable: 'The catalog could not be read.',
    sourceUnreadable: 'The command to run again could not be read.',
    unknown: (name: string) => `No command is called ${name}. Choose one of the catalog.`,
    meta: (name: string, queue: string, timeout: string) =>
      `${name}, runs in queue ${queue}, at most ${timeout} each attempt`,
    examples: 'Examples',
    recent: 'Recent',
    input: 'Input',
    inputJson: 'Input as JSON',
    mode: 'How to write the input',
    modes: { form: 'Form', json: 'JSON' },
    noInput: 'This command takes no input.',
    options: 'Options',
    optionsNote: 'queue, priority, tags, start, time-out, retry',
    run: (name: string) => `Run ${name}`,
    runNote: 'Opens the command and follows it live.',
    notAccepted: 'The command was not accepted.',
    optional: 'optional',
    required: 'A value is needed here.',
    notNumber: (text: string) => `“${text}” is not a number.`,
    notWhole: (text: string) => `“${text}” is not a whole number.`,
    notJson: (reason: string) => `This is not JSON: ${reason}`,
    default: (value: string) => `default ${value}`,
    choiceDefault: (value: string) => `${value} (default)`,
    inherit: 'as defined',
    range: (least: string | undefined, most: string | undefined) => {
      if (least === undefined) return most === undefined ? undefined : `at most ${most}`;
      return most === undefined ? `at least ${least}` : `${least} to ${most}`;
    },
    characters: (range: string) => `${range} characters`,
    items: (range: string) => range,
    listForm: (kind: 'text' | 'number' | 'integer') =>
      kind === 'text' ? 'one a line' : 'with commas, spaces or lines between',
    name: 'Name',
    value: 'Value',
    addRow: 'Add a row',
    mapName: (field: string, row: number) => `Name ${row} of ${field}`,
    mapValue: (field: string, row: number) => `Value ${row} of ${field}`,
    removeRow: (field: string, row: number) => `Remove row ${row} of ${field}`,
  },
  options: {
    queue: (queue: string) => `${queue} unless set`,
    priority: 'High goes before normal, normal before low',
    tags: 'Words to find it by',
    delayMs: 'Starts after this many milliseconds',
    timeoutMs: (timeout: string) => `Limit of one attempt in ms, ${timeout} unless set`,
    retryEnabled: 'Whether a failed attempt is tried again',
    maxAttempts: (attempts: number | undefined) =>
      attempts === undefined
        ? 'The first attempt included'
        : `The first attempt included, ${attempts} unless set`,
    strategy: 'How the wait between attempts grows',
    waitMs: 'Wait of fixed, jitter of exponential_jitter, in ms',
    waitMinMs: 'Shortest wait in ms',
    waitMaxMs: 'Longest wait in ms',
  },
} as const;
