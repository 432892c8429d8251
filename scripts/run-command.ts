import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const repositoryRoot = fileURLToPath(new URL('..', import.meta.url));

export interface CommandResult {
  code: number;
  /** What it printed, both streams in order; empty when it printed straight to the terminal. */
  output: string;
}

export interface CommandOptions {
  env?: Record<string, string>;
  /** Whether it prints straight to the terminal. */
  isShown?: boolean;
  /** Ends it when it fires. */
  signal?: AbortSignal;
}

/** Runs a program of this project or of the machine in the repository's root; never fails, the code says. */
export function runCommand(command: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
  const [program = '', ...args] = command;
  const path = [join(repositoryRoot, 'node_modules/.bin'), dirname(process.execPath), process.env.PATH ?? ''].join(':');
  const child = spawn(program === 'node' ? process.execPath : program, args, {
    cwd: repositoryRoot,
    env: { ...process.env, ...options.env, PATH: path },
    stdio: options.isShown === true ? 'inherit' : ['ignore', 'pipe', 'pipe'],
  });
  const parts: string[] = [];
  child.stdout?.on('data', (part: Buffer) => void parts.push(part.toString()));
  child.stderr?.on('data', (part: Buffer) => void parts.push(part.toString()));
  const stop = () => void child.kill('SIGTERM');
  options.signal?.addEventListener('abort', stop, { once: true });
  return new Promise((resolve) => {
    const finish = (code: number, extra = '') => {
      options.signal?.removeEventListener('abort', stop);
      resolve({ code, output: parts.join('') + extra });
    };
    child.on('error', (error) => finish(127, `${program}: ${error.message}\n`));
    child.on('close', (code) => finish(code ?? 1));
  });
}
