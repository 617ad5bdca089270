import { spawn, type ChildProcess } from 'node:child_process';

/**
 * Reads `+ pid` and `- pid` lines: the groups that live. When its input ends without `done`, the supervisor was killed:
 * what is left after two seconds, in which processes may stop by themselves, is killed. A shell, because it takes 1 MB.
 */
const script = `
groups=" "
while read -r sign pid; do
  case "$sign" in
    +) groups="$groups$pid " ;;
    -) rest=" "
       for group in $groups; do [ "$group" = "$pid" ] || rest="$rest$group "; done
       groups="$rest" ;;
    done) exit 0 ;;
  esac
done
round=0
while [ "$round" -lt 20 ]; do
  alive=no
  for group in $groups; do kill -0 -"$group" 2>/dev/null && alive=yes; done
  [ "$alive" = no ] && exit 0
  sleep 0.1
  round=$((round + 1))
done
for group in $groups; do kill -9 -"$group" 2>/dev/null; done
`;

/** Outlives the supervisor for two seconds and kills what it leaves behind, however it ended. */
export class Reaper {
  readonly #child: ChildProcess | undefined;

  constructor() {
    if (process.platform === 'win32') return;
    const child = spawn('/bin/sh', ['-c', script, 'signalbox-reaper'], {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    // Without it processes still end by their IPC channel, so its loss is no reason to stop.
    child.on('error', () => undefined);
    child.stdin.on('error', () => undefined);
    child.unref();
    this.#child = child;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  add(pid: number): void {
    this.#write(`+ ${pid}\n`);
  }

  remove(pid: number): void {
    this.#write(`- ${pid}\n`);
  }

  /** Everything has been stopped in order; there is nothing to kill. */
  release(): void {
    this.#write('done\n');
    this.#child?.stdin?.end();
  }

  #write(line: string): void {
    if (this.#child?.stdin?.writable === true) this.#child.stdin.write(line);
  }
}
