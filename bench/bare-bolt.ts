import { createServer } from 'node:http';
import { App, HTTPReceiver } from '@slack/bolt';

/** The least that Bolt can do with a slash command, over signed HTTP: acknowledge it. The measure for our own bot. */
const receiver = new HTTPReceiver({ signingSecret: 'demo-signing-secret' });
const app = new App({
  receiver,
  authorize: async () => ({ botToken: 'xoxb-demo-bot-token', botId: 'B0BOT', botUserId: 'U0BOT' }),
});
app.command('/egress-pool', async ({ ack }) => ack());

createServer((request, response) => {
  if (request.url === '/readyz') return void response.end('ok');
  if (request.url !== '/metrics') return receiver.requestListener(request, response);
  const { user, system } = process.cpuUsage();
  response.end(
    `process_resident_memory_bytes ${process.memoryUsage.rss()}\nprocess_cpu_seconds_total ${(user + system) / 1e6}\n`,
  );
}).listen(Number(process.env.PORT), '127.0.0.1');
