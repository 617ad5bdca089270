import { catalog, findDefinition } from '@signalbox/shared/commands/catalog';

/** The app that the original's own commands belong to. */
const originalApp = 'open_notebook';

/** Names of the original and what they are here; every other command is known by its area and the rest of its name. */
const originalNames: Readonly<Record<string, string>> = {
  process_text: 'text.process',
  analyze_data: 'data.analyze',
};

export interface OriginalName {
  app: string;
  name: string;
}

/** How the original would call a command of the catalog. */
export const toOriginalName = (catalogName: string): OriginalName => {
  const known = Object.entries(originalNames).find(([, name]) => name === catalogName);
  if (known) return { app: originalApp, name: known[0] };
  const [app = '', ...rest] = catalogName.split('.');
  return { app, name: rest.join('.') };
};

/**
 * The name in the catalog: of an original name, of an app and a name in it, or of a name of the catalog itself. What is
 * none of these stays as it is, so that the answer can tell near names.
 */
export const toCatalogName = (name: string, app?: string): string => {
  const original = Object.hasOwn(originalNames, name) ? originalNames[name] : undefined;
  if (original !== undefined) return original;
  const inApp = `${app}.${name}`;
  return findDefinition(name) === undefined && findDefinition(inApp) !== undefined ? inApp : name;
};

/** The names in the catalog of all commands of an app. */
export const listCatalogNames = (app: string): string[] =>
  catalog.map(({ name }) => name).filter((name) => toOriginalName(name).app === app);
