import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';

/** `npm run new:command -- report.generate`: writes definition, handler and test, and lists them. */
const name = process.argv[2] ?? '';
if (!/^[a-z]+\.[a-z_]+$/.test(name)) {
  console.error(`"${name}" is no command name: use area.verb in lower case, such as report.generate.`);
  process.exit(64);
}

const file = name.replaceAll(/[._]/g, '-');
const [area = '', verb = ''] = name.split('.');
const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
const definitionName = area + verb.split('_').map(capital).join('');
const handlerName = verb.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase()) + capital(area);
const description = 'Says in one sentence what it does and for whom.';
const title = `${capital(verb.replaceAll('_', ' '))} ${area}`;

const files: Record<string, string> = {
  [`packages/shared/src/commands/${file}.ts`]: `import { z } from 'zod';
import { defineCommand } from './define-command.ts';

export const ${definitionName} = defineCommand({
  name: '${name}',
  title: '${title}',
  description: '${description}',
  queue: 'default',
  input: z.strictObject({ subject: z.string().min(1).describe('What to work on') }),
  output: z.object({ message: z.string() }),
  timeoutMs: 60_000,
  examples: [{ title: 'A first try', input: { subject: 'world' } }],
});
`,
  [`apps/worker/src/handlers/${file}.ts`]: `import type { ${definitionName} } from '@signalbox/shared/commands/${file}';
import type { Handler } from './handler.ts';

export const ${handlerName}: Handler<typeof ${definitionName}> = async ({ subject }) => ({
  message: \`Hello, \${subject}.\`,
});
`,
  [`apps/worker/src/handlers/${file}.test.ts`]: `import { ${definitionName} } from '@signalbox/shared/commands/${file}';
import { expect, test } from 'vitest';
import { runHandler } from '../testing/run-handler.ts';
import { ${handlerName} } from './${file}.ts';

test('${name} greets its subject', async () => {
  expect(await runHandler(${definitionName}, ${handlerName}, { subject: 'world' })).toMatchObject({
    outcome: 'completed',
    result: { message: 'Hello, world.' },
  });
});
`,
};

const insert = (path: string, changes: readonly (readonly [marker: string, addition: string])[]): void => {
  let text = readFileSync(path, 'utf8');
  for (const [marker, addition] of changes) {
    if (!text.includes(marker)) throw new Error(`${path} has no line "${marker}" to add after.`);
    text = text.replace(marker, `${marker}\n${addition}`);
  }
  writeFileSync(path, text);
};

const taken = Object.keys(files).filter((path) => existsSync(path));
if (taken.length > 0) {
  console.error(`Nothing was written: ${taken.join(', ')} exists. Choose another name or remove it.`);
  process.exit(65);
}
for (const [path, text] of Object.entries(files)) writeFileSync(path, text);
insert('packages/shared/src/commands/catalog.ts', [
  ["import { systemPing } from './system-ping.ts';", `import { ${definitionName} } from './${file}.ts';`],
  ['export const catalog = [', `  ${definitionName},`],
]);
insert('apps/worker/src/handlers/index.ts', [
  ["import { ping } from './ping.ts';", `import { ${handlerName} } from './${file}.ts';`],
  ['const handlers: Handlers = {', `  '${name}': ${handlerName},`],
]);
appendFileSync('docs/commands.md', `| \`${name}\` | default | ${description} |\n`);
spawnSync('node_modules/.bin/oxfmt', Object.keys(files), { shell: process.platform === 'win32' });
console.log(
  `Wrote\n${Object.keys(files)
    .map((path) => `  ${path}`)
    .join('\n')}`,
);
console.log('and listed it in the catalog, the handler map and docs/commands.md. Next: npm run verify');
console.log(
  'A system that runs learns of it with: npx signalbox restart worker && npx signalbox restart api',
);
