/** Each rule says in its comment what to do instead. */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Two files that need each other belong together, or need a third that both can import.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'shared-stays-pure',
      comment: 'packages/shared runs in a browser: only zod and itself. Put adapters into packages/runtime.',
      severity: 'error',
      from: { path: '^packages/shared/src', pathNot: '\\.test\\.ts$' },
      to: { pathNot: ['^packages/shared/src', '^node_modules/zod/'] },
    },
    {
      name: 'client-runs-anywhere',
      comment:
        'packages/client runs in a browser too: only packages/shared and itself, and what every platform has.',
      severity: 'error',
      from: { path: '^packages/client/src', pathNot: '\\.test\\.ts$' },
      to: { pathNot: ['^packages/client/src', '^packages/shared/src', '^node_modules/zod/'] },
    },
    {
      name: 'client-is-for-callers',
      comment:
        'Only who calls the API needs its client: the console, the command line and the tests. Services meet on the bus.',
      severity: 'error',
      from: { pathNot: '^(packages/client|apps/(frontend|supervisor)|test)/' },
      to: { path: '^packages/client/' },
    },
    {
      name: 'no-app-imports-another',
      comment:
        'A fact or a shape that two apps need goes to packages/shared, an adapter to packages/runtime.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/([^/]+)/', pathNot: '^apps/$1/' },
    },
    {
      name: 'frontend-only-shares-the-contract',
      comment:
        'The console speaks to the API over HTTP; it may import packages/shared and packages/client, and nothing else of ours.',
      severity: 'error',
      from: { path: '^apps/frontend/' },
      to: { path: '^(packages/runtime|infra|test)/' },
    },
    {
      name: 'runtime-parts-stay-apart',
      comment:
        'bus, store, health and observability do not know each other: pass what is needed as an argument.',
      severity: 'error',
      from: { path: '^packages/runtime/src/(bus|store|health)/', pathNot: '\\.test\\.ts$' },
      to: {
        path: '^packages/runtime/src/(bus|store|health|lifecycle)/',
        pathNot: '^packages/runtime/src/$1/',
      },
    },
    {
      name: 'worker-needs-no-database',
      comment: 'A worker goes on while the database is away: tell the recorder by an event instead.',
      severity: 'error',
      from: { path: '^apps/worker/' },
      to: { path: '^packages/runtime/src/store/' },
    },
    {
      name: 'infra-needs-no-app',
      comment: 'infra is what the services run on; it may not know them.',
      severity: 'error',
      from: { path: '^infra/' },
      to: { path: '^apps/' },
    },
    {
      name: 'nothing-imports-tests',
      comment: 'Move what production code needs out of test/.',
      severity: 'error',
      from: { path: '^(apps|packages|infra)/' },
      to: { path: '^test/' },
    },
    {
      name: 'imports-resolve',
      comment: 'The import leads nowhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(\\.next|node_modules/\\.cache)/|next-env\\.d\\.ts$' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
    },
  },
};
