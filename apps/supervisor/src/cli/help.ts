import { verbs } from './parse-command-line.ts';
import { print } from './terminal.ts';

const width = Math.max(...Object.keys(verbs).map((name) => name.length));

export const printHelp = (): void => {
  print('signalbox runs and watches the processes of Signalbox on this machine.\n');
  for (const [name, { summary }] of Object.entries(verbs))
    print(`  signalbox ${name.padEnd(width)}  ${summary}`);
  print('\nSettings are environment variables; SIGNALBOX_DATA_DIR tells installations on one machine apart.');
};
