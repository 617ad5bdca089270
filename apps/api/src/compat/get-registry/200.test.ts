import { catalog } from '@signalbox/shared/commands/catalog';
import { expect, test } from 'vitest';
import { createTestApi } from '../../testing/create-test-api.ts';

test('the registry has every command once, by app', async () => {
  await using api = await createTestApi();
  const response = await api.send('GET', '/api/commands/registry/debug');
  expect(response.statusCode).toBe(200);
  const registry = response.json<{ total_commands: number; command_items: { full_id: string }[] }>();
  expect(registry).toMatchObject({
    total_commands: catalog.length,
    commands_by_app: {
      open_notebook: ['process_text', 'analyze_data'],
      system: expect.arrayContaining(['ping']),
    },
  });
  expect(registry.command_items).toContainEqual({
    app_id: 'open_notebook',
    name: 'process_text',
    full_id: 'open_notebook.process_text',
  });
  expect(new Set(registry.command_items.map(({ full_id }) => full_id)).size).toBe(catalog.length);
});
