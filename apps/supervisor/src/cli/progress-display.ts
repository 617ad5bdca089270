import { stripVTControlCharacters } from 'node:util';
import type { ProcessState } from '@signalbox/shared/http/processes';
import type { SupervisedProcess } from '../process/supervised-process.ts';
import type { Supervisor } from '../supervisor.ts';
import { showIcon, showWord } from './state-words.ts';
import { clip, columns, formatDuration, isInteractive, paint, print } from './terminal.ts';

export interface ProgressDisplay {
  /** Draws the last picture and leaves it on the screen. */
  end(): void;
}

const redrawMs = 100;

/** States on the way to others; where the screen cannot be drawn over, only arrivals and trouble are worth a line. */
const passing: ReadonlySet<ProcessState> = new Set(['pending', 'running', 'stopping', 'stopped']);
/** States in which the reason adds nothing to the word. */
const plain: ReadonlySet<ProcessState> = new Set(['starting', 'ready', 'exited', 'stopped']);

const describe = ({ spec, model }: SupervisedProcess, width: number): string => {
  const reason = plain.has(model.state) ? '' : model.reason;
  return `${spec.name.padEnd(width)}  ${showWord(model.state)}  ${reason}`.trimEnd();
};

const toWidth = (supervisor: Supervisor): number =>
  Math.max(...[...supervisor.processes.keys()].map((name) => name.length));

/** Characters of a painted word that take no room on the screen. */
const countHidden = (state: ProcessState): number => {
  const word = showWord(state);
  return word.length - stripVTControlCharacters(word).length;
};

/** Draws one line per process over and over, each with the time since the start of the display or of its arrival. */
const drawLines = (supervisor: Supervisor): ProgressDisplay => {
  const startedAtMs = Date.now();
  const width = toWidth(supervisor);
  let drawn = 0;
  const toLine = (process: SupervisedProcess): string => {
    const { state, sinceMs } = process.model;
    const arrived = state === 'ready' || state === 'exited' || state === 'skipped';
    const elapsed = formatDuration(Math.max(0, (arrived ? sinceMs : Date.now()) - startedAtMs)).padStart(8);
    const text = clip(`${elapsed}  ${describe(process, width)}`, columns() + countHidden(state) - 4);
    return `  ${showIcon(state)} ${text}`;
  };
  const draw = (): void => {
    const lines = [...supervisor.processes.values()].map(toLine);
    const back = drawn === 0 ? '' : `\u001B[${drawn}A`;
    process.stdout.write(`${back}${lines.map((line) => `\u001B[2K${line}\n`).join('')}`);
    drawn = lines.length;
  };
  draw();
  const timer = setInterval(draw, redrawMs);
  return {
    end: () => {
      clearInterval(timer);
      draw();
    },
  };
};

const printLines = (supervisor: Supervisor): ProgressDisplay => {
  const startedAtMs = Date.now();
  const width = toWidth(supervisor);
  const end = supervisor.onChange((process, before) => {
    const { state } = process.model;
    if (state === before.state || passing.has(state)) return;
    const elapsed = formatDuration(Date.now() - startedAtMs).padStart(8);
    print(`  ${showIcon(state)} ${paint('gray', elapsed)}  ${describe(process, width)}`);
  });
  return { end };
};

/** Shows how far each process is: as lines that change on a terminal, else as one line for each change. */
export const showProgress = (supervisor: Supervisor): ProgressDisplay =>
  isInteractive() ? drawLines(supervisor) : printLines(supervisor);
