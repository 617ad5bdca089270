import { print } from './terminal.ts';
import { verbs, type Verb } from './verbs.ts';

const width = Math.max(...Object.keys(verbs).map((name) => name.length));

const printVerbs = (about: Verb['about']): void => {
  for (const [name, verb] of Object.entries(verbs))
    if (verb.about === about) print(`  signalbox ${name.padEnd(width)}  ${verb.summary}`);
};

export const printHelp = (): void => {
  print('signalbox runs and watches the processes of Signalbox on this machine:\n');
  printVerbs('processes');
  print(
    '\nand speaks with its API, found by --api URL, INTERNAL_API_URL or what runs here; --json for programs:\n',
  );
  printVerbs('commands');
  print(
    '\nsignalbox run ends with 0 if the command completed, 1 failed, 3 canceled, 4 not ended within --wait;',
  );
  print(
    '2 is a mistake in the call. Settings are environment variables; SIGNALBOX_DATA_DIR tells installations',
  );
  print('on one machine apart.');
};
