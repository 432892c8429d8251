import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseProbeResult, probeCommand } from '../../../src/kubernetes/client-node/connection-probe.ts';
import type { ConnectionProbe } from '../../../src/kubernetes/kubernetes.ts';

/** Sends its input, prints what comes, and ends with the connection: `nc [-z] -w <seconds> <host> <port>`. */
const nc = `#!${process.execPath}
const args = process.argv.slice(2);
const [host, port] = args.slice(-2);
const socket = require('node:net').connect({ host, port, allowHalfOpen: true });
socket.setTimeout(300, () => process.exit(1));
socket.on('error', ({ code }) => { console.error('nc: ' + code); process.exit(1); });
socket.on('close', () => process.exit(0));
if (args.includes('-z')) socket.on('connect', () => process.exit(0));
else process.stdin.pipe(socket).pipe(process.stdout);
`;
/** A tenth of what is asked for, so that the tests do not wait. */
const nap = '#!/bin/sh\nexec /usr/bin/sleep "0.$1"\n';
const mysqlGreeting = '\x4a\x00\x00\x00\x0a8.0.36\x00\x01mysql_native_password\x00';

let folder: string;
let server: Server;
let greet: (socket: Socket) => void;
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'probe-'));
  server = createServer({ allowHalfOpen: false }, (socket) => {
    socket.on('error', () => {});
    greet(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

/** Runs the very command of the container, with these programs and no others. */
async function run(speaks: ConnectionProbe['speaks'], o: { programs?: string[]; forSeconds?: number } = {}) {
  const { programs = ['nc', 'tr', 'sleep', 'date'], forSeconds = 0 } = o;
  for (const name of programs) {
    const own = { nc, sleep: nap }[name];
    if (own) writeFileSync(path.join(folder, name), own, { mode: 0o755 });
    else symlinkSync(`/usr/bin/${name}`, path.join(folder, name));
  }
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const result = path.join(folder, 'result');
  const [, ...args] = probeCommand({ host: '127.0.0.1', port, forSeconds, speaks }, result);
  const child = spawn('/bin/sh', args, { env: { PATH: folder }, stdio: 'ignore' });
  const exitCode = await new Promise((resolve) => child.on('close', resolve));
  expect(exitCode).toBe(0);
  return parseProbeResult(readFileSync(result, 'utf8'));
}

describe('the command of the pod that tries a connection', () => {
  it('finds a MySQL that greets open, and says how long a connection takes', async () => {
    greet = (socket) => socket.write(mysqlGreeting);

    expect(await run('mysql')).toEqual({ kind: 'open', ms: expect.any(Number) });
  });

  it('takes an error in place of the greeting for closed, and says it', async () => {
    greet = (socket) => socket.end('\x1c\x00\x00\x00\xff\xf1\x0a#28000ip not in whitelist');

    expect(await run('mysql')).toEqual({ kind: 'closed', said: expect.stringContaining('ip not in whitelist') });
  });

  it('takes a connection that opens and stays silent for closed', async () => {
    greet = () => {};

    expect(await run('mysql')).toEqual({ kind: 'closed', said: '' });
  });

  it('goes on trying until the database lets it in', async () => {
    let connections = 0;
    greet = (socket) => {
      connections += 1;
      if (connections > 1) socket.write(mysqlGreeting);
      else socket.end();
    };

    expect(await run('mysql', { forSeconds: 30 })).toMatchObject({ kind: 'open' });
    expect(connections).toBeGreaterThan(1);
  });

  it('asks a PostgreSQL to authenticate it, which it does only with whom it lets in', async () => {
    const startUps: number[] = [];
    greet = (socket) =>
      socket.once('data', (data) => {
        startUps.push(data.length - data.readUInt32BE(0));
        socket.end(startUps.length === 1 ? 'R\x00\x00\x00\x17SCRAM-SHA-256' : 'EFATAL: no pg_hba.conf entry');
      });

    const first = await run('postgres', { programs: ['nc', 'tr', 'sleep'] });
    const second = await run('postgres', { programs: [] });

    expect(first).toMatchObject({ kind: 'open' });
    expect(second).toEqual({ kind: 'closed', said: 'EFATAL: no pg_hba.conf entry' });
    expect(startUps).toEqual([0, 0]);
  });

  it('of other engines an accepted connection is all that is asked', async () => {
    greet = () => {};
    expect(await run('unknown')).toMatchObject({ kind: 'open' });
  });

  it('says why nothing was answered when nobody listens', async () => {
    const address = server.address();
    await new Promise((resolve) => server.close(resolve));
    server.address = () => address;

    expect(await run('mysql')).toEqual({ kind: 'closed', said: 'nc: ECONNREFUSED' });
  });

  it('without nc it says so at once', async () => {
    expect(await run('mysql', { programs: ['tr', 'sleep'] })).toEqual({ kind: 'impossible', missing: 'nc' });
  });
});

describe('what a container left', () => {
  it.each(['', 'OOM', 'open', 'open soon', 'opened 4', 'panic: open 4'])('is no result of a probe: %j', (text) => {
    expect(parseProbeResult(text)).toBeUndefined();
  });

  it('takes nothing of the shell from a host or a port', () => {
    const host = '$(reboot)';
    const [shell, flag, script, ...args] = probeCommand({ host, port: 3306, forSeconds: 90, speaks: 'mysql' });

    expect([shell, flag]).toEqual(['sh', '-c']);
    expect(script).not.toContain(host);
    expect(args).toContain(host);
  });
});
