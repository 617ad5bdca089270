import { existsSync } from 'node:fs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** @throws Error that says how to get one */
export const findChromium = (): string => {
  const folders = (process.env['PATH'] ?? '').split(':');
  const found = names
    .flatMap((name) => folders.map((folder) => `${folder}/${name}`))
    .find((path) => existsSync(path));
  if (!found) throw new Error('The browser tests need Chromium on the PATH: apt-get install chromium');
  return found;
};
